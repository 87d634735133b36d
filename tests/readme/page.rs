//! README.md in parts: fenced blocks, the commands in them, the rows of tables. It knows just as much Markdown as the page uses.

/// The page.
pub struct Page {
    pub text: &'static str,
    pub blocks: Vec<Block<'static>>,
}

/// A fenced block.
pub struct Block<'t> {
    /// The word behind the fence.
    pub tag: &'t str,
    /// The line of its fence, from 1.
    pub line: usize,
    pub lines: Vec<&'t str>,
}

/// A command and what stands below it.
pub struct CommandLine<'t> {
    pub text: &'t str,
    /// Its line on the page, from 1.
    pub line: usize,
    pub output: Vec<&'t str>,
}

impl Page {
    pub fn read() -> Self {
        let text = include_str!("../../README.md");
        Self { text, blocks: blocks(text) }
    }

    /// The rows below all headers that read like this, cell by cell.
    pub fn table(&self, header: &str) -> Vec<Vec<&'static str>> {
        let mut rows = Vec::new();
        let mut lines = self.text.lines();
        while lines.by_ref().any(|line| line == header) {
            let of_table = lines.by_ref().skip(1).map_while(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
            rows.extend(of_table.map(|row| row.split(" | ").collect()));
        }
        rows
    }
}

/// The fenced blocks of a text.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(tag), None) => open = Some(Block { tag, line: index + 1, lines: Vec::new() }),
            (None, Some(block)) => block.lines.push(line),
            (None, None) => {}
        }
    }
    blocks
}

impl<'t> Block<'t> {
    /// The commands of a console.
    pub fn commands(&self) -> Vec<CommandLine<'t>> {
        let mut commands: Vec<CommandLine<'t>> = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(text), _) => commands.push(CommandLine { text, line: self.line + index + 1, output: Vec::new() }),
                (None, Some(command)) => command.output.push(line),
                (None, None) => panic!("README.md:{}: a console begins with a command", self.line),
            }
        }
        commands
    }
}

impl CommandLine<'_> {
    /// Its words, as a shell takes them: blanks part them, except between quotes.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut word: Option<String> = None;
        let mut quote = None;
        for letter in self.text.chars() {
            match (letter, quote) {
                (' ', None) => words.extend(word.take()),
                ('\'' | '"', None) => {
                    quote = Some(letter);
                    word.get_or_insert_default();
                }
                (_, Some(open)) if letter == open => quote = None,
                _ => word.get_or_insert_default().push(letter),
            }
        }
        assert!(quote.is_none(), "README.md:{}: a quote stays open", self.line);
        words.extend(word);
        words
    }
}
