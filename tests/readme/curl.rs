//! As much of curl as the page uses: one request over HTTP/1.1, one answer with a length. No curl is needed on the machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// What a line of curl asks for.
#[derive(Default)]
pub struct Curl {
    url: String,
    method: Option<String>,
    headers: Vec<(String, String)>,
    /// Headers that are sent unless the line has its own.
    defaults: Vec<(&'static str, &'static str)>,
    body: Option<String>,
    shows_head: bool,
}

impl Curl {
    /// Reads the words behind `curl`.
    pub fn parse(words: &[&str]) -> Result<Self, String> {
        let mut curl = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().copied().ok_or_else(|| format!("`{word}` wants a value"));
            match *word {
                "-s" => {}
                "-i" => curl.shows_head = true,
                "-I" => {
                    curl.shows_head = true;
                    curl.method = Some("HEAD".to_owned());
                }
                "-X" => curl.method = Some(value()?.to_owned()),
                "-H" => {
                    let (name, value) = value()?.split_once(':').ok_or("a header has a colon")?;
                    curl.headers.push((name.to_owned(), value.trim().to_owned()));
                }
                "-d" => curl.send_as("application/x-www-form-urlencoded", value()?, "&"),
                "--json" => {
                    curl.send_as("application/json", value()?, "");
                    curl.defaults.push(("accept", "application/json"));
                }
                flag if flag.starts_with('-') => return Err(format!("curl's `{flag}` is not known here")),
                url => url.clone_into(&mut curl.url),
            }
        }
        curl.defaults.push(("accept", "*/*"));
        Ok(curl)
    }

    /// Adds data; several pieces are joined.
    fn send_as(&mut self, media_type: &'static str, data: &str, glue: &str) {
        let before = self.body.take().map(|before| before + glue).unwrap_or_default();
        self.body = Some(before + data);
        self.defaults.push(("content-type", media_type));
    }

    /// Sends it to the server at `url` instead of the one `shown`, and prints what curl prints.
    pub fn send(&self, shown: &str, url: &str) -> Result<String, String> {
        let target = self.url.strip_prefix(shown).ok_or_else(|| format!("addresses begin with {shown}"))?;
        let target = if target.is_empty() { "/" } else { target };
        let address = url.trim_start_matches("http://");
        self.exchange(target, address).map_err(|error| format!("no answer: {error}"))
    }

    fn exchange(&self, target: &str, address: &str) -> std::io::Result<String> {
        let method = self.method.as_deref().unwrap_or(if self.body.is_some() { "POST" } else { "GET" });
        let mut lines = vec![format!("{method} {target} HTTP/1.1"), format!("host: {address}")];
        lines.extend(self.headers.iter().map(|(name, value)| format!("{name}: {value}")));
        for (name, value) in &self.defaults {
            let is_named = lines.iter().any(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
            lines.extend((!is_named).then(|| format!("{name}: {value}")));
        }
        lines.extend(self.body.as_ref().map(|body| format!("content-length: {}", body.len())));
        let request = format!("{}\r\n\r\n{}", lines.join("\r\n"), self.body.as_deref().unwrap_or_default());
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.write_all(request.as_bytes())?;
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head)? > 0 {}
        let head = head.replace("\r\n", "\n");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; if method == "HEAD" { 0 } else { length.unwrap_or(0) }];
        reader.read_exact(&mut body)?;
        let body = String::from_utf8_lossy(&body);
        Ok(if self.shows_head { format!("{head}{body}") } else { body.into_owned() })
    }
}
