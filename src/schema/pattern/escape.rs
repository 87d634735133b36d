//! What follows a backslash, and what stands between brackets (ECMA-262 22.2.1 with annex B.1.2). Escapes that only other
//! dialects know as anchors are errors: read as letters, as annex B would, they would mean what nobody meant.

use std::char;

use regex_syntax::hir::ClassUnicode;

use super::parse::Parser;
use super::{PatternError, class};

pub(super) enum Escape {
    Char(char),
    Class(ClassUnicode),
    Boundary { negated: bool },
    Back(usize),
}

type Parsed<T> = Result<T, PatternError>;

impl Parser {
    /// The escape after a backslash outside brackets.
    pub(super) fn escape(&mut self) -> Parsed<Escape> {
        match self.peek() {
            Some('b') => {
                self.take();
                Ok(Escape::Boundary { negated: false })
            }
            Some('B') => {
                self.take();
                Ok(Escape::Boundary { negated: true })
            }
            Some('k') => self.named_reference(),
            Some('1'..='9') => {
                let mark = self.mark();
                match self.decimal() {
                    Some(group) if group <= self.groups() => Ok(Escape::Back(group)),
                    _ => {
                        self.reset(mark);
                        self.character()
                    }
                }
            }
            _ => self.character(),
        }
    }

    fn named_reference(&mut self) -> Parsed<Escape> {
        self.take();
        if !self.has_names() {
            return Ok(Escape::Char('k'));
        }
        let mut name = String::new();
        if self.eat("<") {
            while let Some(c) = self.take() {
                if c == '>' {
                    break;
                }
                name.push(c);
            }
        }
        match self.named(&name) {
            Some(group) => Ok(Escape::Back(group)),
            None => Err(PatternError(format!("no group is named `{name}`"))),
        }
    }

    /// An escape that stands for one code point, inside or outside brackets.
    fn character(&mut self) -> Parsed<Escape> {
        let Some(letter) = self.take() else { return Err(PatternError("`\\` at the end".to_owned())) };
        if let Some(class) = class::shorthand(letter) {
            return Ok(Escape::Class(class));
        }
        let c = match letter {
            't' => '\t',
            'n' => '\n',
            'v' => '\u{b}',
            'f' => '\u{c}',
            'r' => '\r',
            'c' => return Ok(self.control()),
            'x' => self.hex(2).and_then(char::from_u32).unwrap_or('x'),
            'u' => return Ok(self.unicode()),
            'p' | 'P' => return self.property(letter == 'P'),
            '0'..='7' => self.octal(letter),
            'A' => return Err(PatternError("`\\A` is not ECMA-262, use `^`".to_owned())),
            'z' | 'Z' => return Err(PatternError(format!("`\\{letter}` is not ECMA-262, use `$`"))),
            'G' | 'Q' | 'E' | 'X' => return Err(PatternError(format!("`\\{letter}` is not ECMA-262"))),
            other => other,
        };
        Ok(Escape::Char(c))
    }

    /// `\cA`; without a letter after it the backslash itself is meant, and `c` is read again.
    fn control(&mut self) -> Escape {
        let letter = self.peek().filter(char::is_ascii_alphabetic);
        if let Some(c) = letter.and_then(|letter| char::from_u32(u32::from(letter) % 32)) {
            self.take();
            return Escape::Char(c);
        }
        self.reset(self.mark().saturating_sub(1));
        Escape::Char('\\')
    }

    /// `\u1234`, `\u{12345}` and surrogate pairs. A lone surrogate matches no text of ours.
    fn unicode(&mut self) -> Escape {
        let mark = self.mark();
        if self.eat("{") {
            let mut code = 0_u32;
            while let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) {
                self.take();
                code = code.saturating_mul(16).saturating_add(digit);
            }
            if self.eat("}") {
                return char::from_u32(code).map_or_else(|| Escape::Class(class::of(&[])), Escape::Char);
            }
            self.reset(mark);
            return Escape::Char('u');
        }
        let Some(code) = self.hex(4) else { return Escape::Char('u') };
        if let Some(c) = char::from_u32(code) {
            return Escape::Char(c);
        }
        let mark = self.mark();
        if let (0xd800..0xdc00, true) = (code, self.eat("\\u"))
            && let Some(low @ 0xdc00..0xe000) = self.hex(4)
            && let Some(c) = char::from_u32(0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00))
        {
            return Escape::Char(c);
        }
        self.reset(mark);
        Escape::Class(class::of(&[]))
    }

    fn property(&mut self, negated: bool) -> Parsed<Escape> {
        let mut name = String::new();
        if self.eat("{") {
            while let Some(c) = self.take() {
                if c == '}' {
                    break;
                }
                name.push(c);
            }
        }
        let Some(mut class) = class::property(&name) else {
            return Err(PatternError(format!("unknown Unicode property `{name}`")));
        };
        self.fold(&mut class);
        Ok(Escape::Class(if negated { class::negated(class) } else { class }))
    }

    /// Exactly `len` hexadecimal digits, or nothing is taken.
    fn hex(&mut self, len: usize) -> Option<u32> {
        let mark = self.mark();
        let mut code = 0;
        for _ in 0..len {
            let Some(digit) = self.take().and_then(|c| c.to_digit(16)) else {
                self.reset(mark);
                return None;
            };
            code = code * 16 + digit;
        }
        Some(code)
    }

    /// `\0` and the legacy octal escapes up to `\377`.
    fn octal(&mut self, first: char) -> char {
        let mut code = first.to_digit(8).unwrap_or(0);
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(8)).filter(|digit| code * 8 + digit <= 0o377) {
            self.take();
            code = code * 8 + digit;
        }
        char::from_u32(code).unwrap_or('\0')
    }

    /// What stands between `[` and `]`; the `[` has been taken.
    pub(super) fn bracketed(&mut self) -> Parsed<ClassUnicode> {
        let negated = self.eat("^");
        let mut class = class::of(&[]);
        while let Some(low) = self.member()? {
            let mark = self.mark();
            if !self.eat("-") {
                add(&mut class, low);
                continue;
            }
            match (low, self.member()?) {
                (Escape::Char(low), Some(Escape::Char(high))) if low <= high => class.union(&class::of(&[(low, high)])),
                (Escape::Char(low), Some(Escape::Char(high))) => {
                    return Err(PatternError(format!("range out of order in `[{low}-{high}]`")));
                }
                // Annex B: beside a set or before the `]` the hyphen is an ordinary member.
                (low, _) => {
                    add(&mut class, low);
                    add(&mut class, Escape::Char('-'));
                    self.reset(mark + 1);
                }
            }
        }
        self.fold(&mut class);
        Ok(if negated { class::negated(class) } else { class })
    }

    /// One member of a bracketed class; `None` at its `]`, which is taken.
    fn member(&mut self) -> Parsed<Option<Escape>> {
        let member = match self.take() {
            None => return Err(PatternError("unclosed `[`".to_owned())),
            Some(']') => return Ok(None),
            Some('\\') if self.eat("b") => Escape::Char('\u{8}'),
            Some('\\') => self.character()?,
            Some(c) => Escape::Char(c),
        };
        Ok(Some(member))
    }
}

fn add(class: &mut ClassUnicode, member: Escape) {
    match member {
        Escape::Char(c) => class.union(&class::single(c)),
        Escape::Class(other) => class.union(&other),
        Escape::Boundary { .. } | Escape::Back(_) => {}
    }
}
