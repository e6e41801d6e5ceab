//! The string literals of a Rust file.

use super::tree::File;

/// One string literal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Literal {
    /// Where it begins, counted from 1.
    pub(super) line: usize,
    /// Its content; escapes other than a line's continuation are kept as written.
    pub(super) text: String,
}

/// The literals of a file outside of its unit tests; none for files that hold tests only.
pub(super) fn literals(file: &File) -> Vec<Literal> {
    let is_test = file.path.contains("/tests/")
        || file.path.ends_with("_tests.rs")
        || file.path.ends_with("/tests.rs");
    if is_test || !file.is_one_of(&["rs"]) {
        return Vec::new();
    }
    let code = file
        .text
        .split("\n#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    Scanner {
        rest: code,
        line: 1,
    }
    .collect()
}

struct Scanner<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Scanner<'a> {
    /// Steps over `length` bytes; the caller knows that they end between characters.
    fn skip(&mut self, length: usize) -> &'a str {
        let (skipped, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.line += skipped.matches('\n').count();
        self.rest = rest;
        skipped
    }

    fn skip_past(&mut self, end: &str) -> &'a str {
        let at = self.rest.find(end).unwrap_or(self.rest.len());
        let skipped = self.skip(at);
        self.skip(end.len());
        skipped
    }

    /// A string in quotes whose opening quote is already behind.
    fn quoted(&mut self) -> String {
        let mut text = String::new();
        let mut chars = self.rest.chars();
        let mut length = 0;
        while let Some(c) = chars.next() {
            length += c.len_utf8();
            match c {
                '"' => break,
                '\\' => {
                    let escaped = chars.next().unwrap_or_default();
                    length += escaped.len_utf8();
                    if escaped == '\n' {
                        text.push('\n');
                    } else {
                        text.extend(['\\', escaped]);
                    }
                }
                other => text.push(other),
            }
        }
        self.skip(length);
        text
    }

    /// The number of `#` if a raw string begins here.
    fn raw_hashes(&self) -> Option<usize> {
        let after = self.rest.strip_prefix('r')?;
        let quote = after.trim_start_matches('#');
        quote.starts_with('"').then(|| after.len() - quote.len())
    }

    /// True when a character literal begins here, as opposed to a lifetime.
    fn is_character(&self) -> bool {
        let mut chars = self.rest.chars().skip(1);
        let first = chars.next();
        first == Some('\\') || (first.is_some() && chars.next() == Some('\''))
    }
}

impl Iterator for Scanner<'_> {
    type Item = Literal;

    fn next(&mut self) -> Option<Literal> {
        let mut previous = ' ';
        loop {
            let c = self.rest.chars().next()?;
            let line = self.line;
            if self.rest.starts_with("//") {
                self.skip_past("\n");
                // The line end belongs to the comment; a literal starts anew.
                previous = ' ';
                continue;
            }
            if self.rest.starts_with("/*") {
                self.skip_past("*/");
            } else if let Some(hashes) = self.raw_hashes().filter(|_| !previous.is_alphanumeric()) {
                self.skip(hashes + 2);
                let text = self
                    .skip_past(&format!("\"{}", "#".repeat(hashes)))
                    .to_owned();
                return Some(Literal { line, text });
            } else if c == '"' {
                self.skip(1);
                let text = self.quoted();
                return Some(Literal { line, text });
            } else if c == '\'' && self.is_character() {
                let is_escape = self.rest.starts_with("'\\");
                self.skip(if is_escape { 3 } else { 1 });
                self.skip_past("'");
            } else {
                self.skip(c.len_utf8());
            }
            previous = c;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(usize, String)> {
        let file = File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        literals(&file)
            .into_iter()
            .map(|literal| (literal.line, literal.text))
            .collect()
    }

    #[test]
    fn finds_quoted_raw_and_continued_strings() {
        let code = "let a = \"x\\\"y\"; // \"no\"\nlet b = r#\"SELECT \"q\"\"#;\n/* \"no\" */ f(\"c \\\n  d\")";
        let expected = [
            (1, "x\\\"y".to_owned()),
            (2, "SELECT \"q\"".into()),
            (3, "c \n  d".into()),
        ];
        assert_eq!(found("crates/fuel/src/a.rs", code), expected);
    }

    #[test]
    fn is_not_misled_by_characters_and_lifetimes() {
        let code = "fn f<'a>(x: &'a str) { m('\"', '\\'', '\\\\', \"yes\") }";
        assert_eq!(found("crates/fuel/src/a.rs", code), [(1, "yes".to_owned())]);
    }

    #[test]
    fn leaves_tests_out() {
        let code = "f(\"a\")\n#[cfg(test)]\nmod tests { g(\"b\") }";
        assert_eq!(found("crates/fuel/src/a.rs", code).len(), 1);
        assert_eq!(found("crates/fuel/tests/it/a.rs", code).len(), 0);
    }
}
