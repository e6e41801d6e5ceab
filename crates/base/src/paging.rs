//! Keyset paging: a page, its size, and the cursor to the next.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{from_hex, to_hex};

/// How many rows a page holds: 1 to 200, 50 unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize(u16);

impl PageSize {
    /// The most rows a page may hold.
    pub const MAX: u16 = 200;

    /// A size held inside 1 to [`Self::MAX`].
    pub fn clamped(size: u16) -> Self {
        Self(size.clamp(1, Self::MAX))
    }

    /// Rows to ask the database for: one more than shown, to learn whether more follow.
    pub fn limit(self) -> i64 {
        i64::from(self.0).saturating_add(1)
    }

    /// Rows shown.
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(50)
    }
}

/// The place after which the next page starts: the sort key and the id of the last row shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The sort key as text (instants as decimal microseconds).
    pub key: String,
    /// The id, which breaks ties.
    pub id: Uuid,
}

/// A cursor in a URL was altered or cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this page address is damaged")]
pub struct CursorError;

impl Cursor {
    /// Opaque text for a URL.
    pub fn encode(&self) -> String {
        to_hex(&[self.id.as_bytes().as_slice(), self.key.as_bytes()].concat())
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// [`CursorError`] where the text is not such a cursor.
    pub fn decode(text: &str) -> Result<Self, CursorError> {
        let bytes = from_hex(text).ok_or(CursorError)?;
        let (id, key) = bytes.split_at_checked(16).ok_or(CursorError)?;
        let key = String::from_utf8(key.to_vec()).map_err(|_| CursorError)?;
        Ok(Self {
            key,
            id: Uuid::from_slice(id).map_err(|_| CursorError)?,
        })
    }

    /// The key as an integer, for lists sorted by an instant or a number.
    ///
    /// # Errors
    /// [`CursorError`] where the key is no integer.
    pub fn number(&self) -> Result<i64, CursorError> {
        self.key.parse().map_err(|_| CursorError)
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in order.
    pub items: Vec<T>,
    /// The address of the next page, where there is one.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts rows fetched with [`PageSize::limit`] to a page; `cursor` names a row's place.
    pub fn cut(mut rows: Vec<T>, size: PageSize, cursor: impl Fn(&T) -> Cursor) -> Self {
        let more = rows.len() > size.get();
        rows.truncate(size.get());
        let next = rows.last().filter(|_| more).map(|row| cursor(row).encode());
        Self { items: rows, next }
    }

    /// The rows of the pages after a place, until there are no more or so many were read; and the
    /// place to read on from, where there are more.
    ///
    /// # Errors
    /// What `list` answers.
    pub fn read_on<E>(
        after: Option<&Cursor>,
        enough: usize,
        mut list: impl FnMut(Option<&Cursor>, PageSize) -> Result<Self, E>,
    ) -> Result<(Vec<T>, Option<Cursor>), E> {
        let mut all = Vec::new();
        let mut after = after.cloned();
        loop {
            let page = list(after.as_ref(), PageSize::clamped(PageSize::MAX))?;
            all.extend(page.items);
            after = page.next.and_then(|next| Cursor::decode(&next).ok());
            if after.is_none() || all.len() >= enough {
                return Ok((all, after));
            }
        }
    }

    /// The same page with each row turned into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            next: self.next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_url() {
        let cursor = Cursor {
            key: "1700000000".to_owned(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor.clone()));
        assert_eq!(cursor.number(), Ok(1_700_000_000));
        assert_eq!(Cursor::decode("00"), Err(CursorError));
    }

    #[test]
    fn reading_on_goes_from_page_to_page_and_ends_where_it_is_enough() {
        let rows: Vec<u32> = (0..450).collect();
        let list = |after: Option<&Cursor>, size: PageSize| {
            let from = after.map_or(0, |cursor| cursor.number().unwrap() + 1);
            let from = usize::try_from(from).unwrap();
            let found: Vec<u32> = rows[from..].iter().take(size.get() + 1).copied().collect();
            let cursor = |row: &u32| Cursor {
                key: row.to_string(),
                id: Uuid::nil(),
            };
            Ok::<_, CursorError>(Page::cut(found, size, cursor))
        };
        assert_eq!(Page::read_on(None, 1_000, list), Ok((rows.clone(), None)));
        let (first, next) = Page::read_on(None, 400, list).unwrap();
        assert_eq!(first, rows[..400]);
        let rest = Page::read_on(next.as_ref(), 400, list);
        assert_eq!(rest, Ok((rows[400..].to_vec(), None)));
    }

    #[test]
    fn the_last_page_has_no_next() {
        let size = PageSize::clamped(2);
        let cursor = |n: &u32| Cursor {
            key: n.to_string(),
            id: Uuid::nil(),
        };
        assert!(Page::cut(vec![1, 2, 3], size, cursor).next.is_some());
        assert_eq!(Page::cut(vec![1, 2], size, cursor).next, None);
    }
}
