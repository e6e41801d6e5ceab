//! Reading on one thread while another works on what was read.

use std::sync::mpsc::sync_channel;

use db::Failure;

/// Rows handed over at once: fewer would wake the other thread too often.
const BATCH: usize = 256;

/// Batches that may wait: some megabytes.
const WAITING: usize = 8;

/// Lets `take` work on each thing in the order in which `read` hands it over, on a thread beside.
///
/// A connection cannot leave its thread, and half of a verification is hashing.
pub(super) fn read_beside<T: Send>(
    read: impl FnOnce(&mut dyn FnMut(T) -> Result<(), Failure>) -> Result<(), Failure>,
    mut take: impl FnMut(T) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let (sender, receiver) = sync_channel::<Vec<T>>(WAITING);
    std::thread::scope(|scope| {
        let taker = scope.spawn(move || receiver.into_iter().flatten().try_for_each(&mut take));
        let gone = |_| Failure::bug("the thread beside has ended");
        let mut batch = Vec::with_capacity(BATCH);
        let read = read(&mut |thing| {
            batch.push(thing);
            if batch.len() < BATCH {
                return Ok(());
            }
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            sender.send(full).map_err(gone)
        });
        let read = read.and_then(|()| sender.send(batch).map_err(gone));
        drop(sender);
        let panicked = |_| Err(Failure::bug("the thread beside panicked"));
        // What ended the other thread explains why nothing could be handed over.
        taker.join().unwrap_or_else(panicked).and(read)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(until: usize, ends_at: Option<usize>) -> (Result<(), String>, Vec<usize>) {
        let mut taken = Vec::new();
        let ended = read_beside(
            |hand_over| (0..until).try_for_each(hand_over),
            |number| {
                if Some(number) == ends_at {
                    return Err(Failure::bug("enough"));
                }
                taken.push(number);
                Ok(())
            },
        );
        (ended.map_err(|failure| failure.to_string()), taken)
    }

    #[test]
    fn everything_comes_over_in_order() {
        let (ended, taken) = count(BATCH * 20 + 3, None);
        assert_eq!(ended, Ok(()));
        assert_eq!(taken, (0..BATCH * 20 + 3).collect::<Vec<_>>());
    }

    #[test]
    fn a_failure_there_ends_the_reading_and_is_told() {
        let (ended, taken) = count(BATCH * 100, Some(300));
        assert!(ended.is_err_and(|text| text.contains("enough")));
        assert_eq!(taken.len(), 300);
    }
}
