//! Merkle tree hashing after RFC 9162, section 2.1, with SHA-256.

use sha2::{Digest as _, Sha256};

/// A hash of the tree.
pub type Hash = [u8; 32];

/// The hash of a leaf: SHA-256 over 0x00 and the entry's bytes.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(entry)
        .finalize()
        .into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The head of a growing log: the roots of its perfect subtrees, largest first.
///
/// Appending touches O(1) hashes on average; the root of any size follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    /// How many leaves the log has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub fn append(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // Each trailing one bit of the size is a perfect subtree that the new leaf completes.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.roots.push(hash);
        self.size += 1;
    }

    /// The root hash; of an empty log it is the hash of nothing (RFC 9162, 2.1.1).
    pub fn root(&self) -> Hash {
        let mut subtrees = self.roots.iter().rev();
        let Some(smallest) = subtrees.next() else {
            return Sha256::digest([]).into();
        };
        subtrees.fold(*smallest, |right, left| node_hash(left, &right))
    }

    /// The hashes as stored bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.roots.concat()
    }

    /// Reads stored bytes; `None` where they do not fit the size.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        let fits = rest.is_empty() && hashes.len() == usize::try_from(size.count_ones()).ok()?;
        fits.then(|| Self {
            size,
            roots: hashes.to_vec(),
        })
    }
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: usize) -> usize {
    size.next_power_of_two() / 2
}

fn subtree_root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.append(*leaf);
    }
    frontier.root()
}

/// The audit path of a leaf (RFC 9162, 2.1.3.1); `None` where there is no such leaf.
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let (left, right) = leaves.split_at_checked(split(leaves.len()))?;
    let (mut proof, sibling) = if index < left.len() {
        (inclusion_proof(left, index)?, subtree_root(right))
    } else {
        (
            inclusion_proof(right, index - left.len())?,
            subtree_root(left),
        )
    };
    proof.push(sibling);
    Some(proof)
}

/// Whether a leaf stands at `index` of the log of `size` with this root (RFC 9162, 2.1.3.2).
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut position, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if position & 1 == 1 || position == last {
            hash = node_hash(sibling, &hash);
            while position & 1 == 0 && position != 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// The hashes that show the first `earlier` leaves are a prefix (RFC 9162, 2.1.4.1).
///
/// `None` where `earlier` is zero or beyond the leaves.
pub fn consistency_proof(leaves: &[Hash], earlier: usize) -> Option<Vec<Hash>> {
    if earlier == 0 || earlier > leaves.len() {
        return None;
    }
    subproof(leaves, earlier, true)
}

fn subproof(leaves: &[Hash], earlier: usize, whole: bool) -> Option<Vec<Hash>> {
    if earlier == leaves.len() {
        return Some(if whole {
            Vec::new()
        } else {
            vec![subtree_root(leaves)]
        });
    }
    let (left, right) = leaves.split_at_checked(split(leaves.len()))?;
    let (mut proof, sibling) = if earlier <= left.len() {
        (subproof(left, earlier, whole)?, subtree_root(right))
    } else {
        (
            subproof(right, earlier - left.len(), false)?,
            subtree_root(left),
        )
    };
    proof.push(sibling);
    Some(proof)
}

#[cfg(test)]
mod tests {
    use base::to_hex;

    use super::*;

    fn leaves(count: u8) -> Vec<Hash> {
        (0..count).map(|number| leaf_hash(&[number])).collect()
    }

    #[test]
    fn the_empty_log_has_the_hash_of_nothing() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(to_hex(&Frontier::default().root()), empty);
    }

    /// Roots of the eight entries used by the certificate-transparency reference tests.
    #[test]
    fn agrees_with_the_published_roots() {
        let entries: [&[u8]; 8] = [
            &[],
            &[0x00],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            &[
                0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
                0x6e, 0x6f,
            ],
        ];
        let mut frontier = Frontier::default();
        let mut roots = Vec::new();
        for entry in entries {
            frontier.append(leaf_hash(entry));
            roots.push(to_hex(&frontier.root()));
        }
        assert_eq!(
            roots[0],
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            roots[1],
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        );
        assert_eq!(
            roots[7],
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn every_leaf_of_every_size_is_proved_and_no_other() {
        for size in 1..34_u8 {
            let leaves = leaves(size);
            let root = subtree_root(&leaves);
            for index in 0..usize::from(size) {
                let proof = inclusion_proof(&leaves, index).unwrap();
                let check = |leaf, index: usize| {
                    verify_inclusion(leaf, index as u64, u64::from(size), &proof, &root)
                };
                assert!(check(leaves[index], index), "{index} of {size}");
                assert!(!check(leaf_hash(b"other"), index));
                assert!(size == 1 || !check(leaves[index], (index + 1) % usize::from(size)));
            }
        }
    }

    #[test]
    fn a_frontier_survives_storage() {
        let mut frontier = Frontier::default();
        for leaf in leaves(21) {
            frontier.append(leaf);
            let read = Frontier::from_bytes(frontier.size(), &frontier.to_bytes());
            assert_eq!(read.as_ref(), Some(&frontier));
        }
        assert_eq!(Frontier::from_bytes(3, &[0; 32]), None);
    }

    #[test]
    fn a_consistency_proof_ends_in_both_roots() {
        let leaves = leaves(7);
        // Sizes 3 and 7 of RFC 9162, 2.1.5: [c, d, g, l].
        let proof = consistency_proof(&leaves, 3).unwrap();
        let [c, d, g, l] = proof[..] else {
            panic!("{proof:?}")
        };
        assert_eq!(node_hash(&g, &c), subtree_root(&leaves[..3]));
        assert_eq!(
            node_hash(&node_hash(&g, &node_hash(&c, &d)), &l),
            subtree_root(&leaves)
        );
    }
}
