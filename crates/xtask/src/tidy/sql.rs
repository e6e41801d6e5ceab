//! Takes SQL apart far enough for the checks: words, strings and signs with their lines.

/// One word, string or sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// As written; a string keeps its quotes.
    pub(super) text: String,
    /// Counted from 1.
    pub(super) line: usize,
}

impl Token {
    /// Compares without regard to case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }
}

/// All tokens; comments are left out.
pub(super) fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        let mut text = String::from(c);
        let begins_on = line;
        if c == '\n' {
            line += 1;
            continue;
        } else if c.is_whitespace() {
            continue;
        } else if c == '-' && chars.peek() == Some(&'-') {
            while chars.next_if(|next| *next != '\n').is_some() {}
            continue;
        } else if c == '\'' || c == '"' {
            for next in chars.by_ref() {
                line += usize::from(next == '\n');
                text.push(next);
                if next == c {
                    break;
                }
            }
        } else if is_word(c) {
            while let Some(next) = chars.next_if(|next| is_word(*next)) {
                text.push(next);
            }
        }
        tokens.push(Token {
            text,
            line: begins_on,
        });
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Splits at a sign that stands outside of any brackets.
pub(super) fn split_at(tokens: &[Token], sign: &str) -> Vec<Vec<Token>> {
    let mut parts = vec![Vec::new()];
    let mut depth = 0_usize;
    for token in tokens {
        match token.text.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && token.text == sign {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(token.clone());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// What stands in the first brackets after the given word, or in the first brackets at all.
pub(super) fn bracketed(tokens: &[Token], after: Option<&str>) -> Vec<Token> {
    let skipped = tokens
        .iter()
        .skip_while(|token| after.is_some_and(|word| !token.is(word)));
    let mut depth = 0_usize;
    let mut inside = Vec::new();
    for token in skipped {
        match token.text.as_str() {
            "(" => depth += 1,
            ")" if depth == 1 => return inside,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_opening = depth == 1 && token.text == "(" && inside.is_empty();
        if depth > 0 && !is_opening {
            inside.push(token.clone());
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(tokens: &[Token]) -> Vec<&str> {
        tokens.iter().map(|token| token.text.as_str()).collect()
    }

    #[test]
    fn keeps_strings_whole_and_leaves_comments_out() {
        let found = tokens("a -- b;\n'c;''d' $1");
        assert_eq!(texts(&found), ["a", "'c;'", "'d'", "$1"]);
        assert_eq!(found.last().unwrap().line, 2);
    }

    #[test]
    fn splits_outside_of_brackets_only() {
        let found = split_at(&tokens("a (b, c), d"), ",");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn finds_what_stands_in_brackets() {
        let found = bracketed(
            &tokens("KEY (a) REFERENCES t (b, f(c))"),
            Some("REFERENCES"),
        );
        assert_eq!(texts(&found), ["b", ",", "f", "(", "c", ")"]);
        assert_eq!(texts(&bracketed(&tokens("x (a) (b)"), None)), ["a"]);
    }
}
