//! How many files the system lets this process open: each connection is one.

use crate::limits::CONNECTIONS_MAX;

/// How many connections may be open at once: as many as we take, or three quarters of the files that may be open, whatever is
/// less. The rest is left for the database and for what is fetched. A limit that the process may lift by itself is lifted first.
pub fn connections_max() -> usize {
    files_max().map_or(CONNECTIONS_MAX, connections)
}

fn connections(files: u64) -> usize {
    usize::try_from(files / 4 * 3).unwrap_or(usize::MAX).clamp(1, CONNECTIONS_MAX)
}

/// How many files may be open, if there is a limit: up to ours, it is lifted as far as it may be.
#[cfg(unix)]
fn files_max() -> Option<u64> {
    use crate::limits::FILES_MAX;
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let current = current?;
    let lifted = maximum.map_or(FILES_MAX, |maximum| maximum.min(FILES_MAX));
    let is_lifted = lifted > current && setrlimit(Resource::Nofile, Rlimit { current: Some(lifted), maximum }).is_ok();
    Some(if is_lifted { lifted } else { current })
}

#[cfg(not(unix))]
fn files_max() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_the_files_is_left_for_others() {
        assert_eq!([0, 64, 1_024, 4_096, u64::MAX].map(connections), [1, 48, 768, 3_072, 3_072]);
        assert!(connections_max() <= CONNECTIONS_MAX);
    }
}
