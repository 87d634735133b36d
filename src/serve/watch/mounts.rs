//! Which file systems keep their changes to themselves: those of other machines, whose events the local kernel never hears.
//!
//! Only Linux tells (`/proc/self/mountinfo`, `proc_pid_mountinfo(5)`); elsewhere nothing is known, and the beat finds what no event told.

use std::path::{Path, PathBuf};

/// Of networks, and of hosts that lend their folders to virtual machines and containers.
const REMOTE: &[&str] = &[
    "9p",
    "afs",
    "ceph",
    "cifs",
    "fakeowner",
    "fuse.glusterfs",
    "fuse.grpcfuse",
    "fuse.osxfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "grpcfuse",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "prl_fs",
    "smb3",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
];

/// What is mounted where.
#[derive(Debug, Default)]
pub(super) struct Mounts(Vec<(PathBuf, String)>);

impl Mounts {
    /// As it is now; nothing where the system does not say.
    pub(super) fn now() -> Self {
        Self::read(&std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default())
    }

    fn read(table: &str) -> Self {
        let line = |line: &str| {
            // `36 35 98:0 /root /mount/point rw,noatime shared:1 - ext4 /dev/sda1 rw`
            let (place, kind) = line.split_once(" - ")?;
            Some((PathBuf::from(unescaped(place.split(' ').nth(4)?)), kind.split(' ').next()?.to_owned()))
        };
        Self(table.lines().filter_map(line).collect())
    }

    /// The kind of file system under a path without links, if its changes come without events.
    pub(super) fn remote(&self, path: &Path) -> Option<&str> {
        // The last of those mounted on one another is the one in sight.
        let (_, kind) = self
            .0
            .iter()
            .filter(|(place, _)| path.starts_with(place))
            .max_by_key(|(place, _)| place.as_os_str().len())?;
        REMOTE.contains(&kind.as_str()).then_some(kind)
    }
}

/// Blanks, tabs, line ends and backslashes stand in octal: `\040`.
fn unescaped(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(text.to_owned(), |text, (code, meant)| text.replace(code, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_systems_that_tell_nothing() {
        let mounts = Mounts::read(
            "21 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n\
             30 21 0:40 / /home rw shared:5 master:2 - nfs4 host:/home rw\n\
             31 30 8:2 / /home/my\\040disk rw - xfs /dev/sdb1 rw\n\
             32 21 0:41 / /work rw - ext4 /dev/sdc rw\n\
             33 32 0:42 / /work rw - 9p drvfs rw\n\
             a line that is something else\n",
        );
        for (path, expected) in [
            ("/srv/api.yaml", None),
            ("/home/ada", Some("nfs4")),
            ("/homes/ada", None),
            ("/home/my disk/api", None),
            ("/work", Some("9p")),
        ] {
            assert_eq!(mounts.remote(Path::new(path)), expected, "{path}");
        }
        assert_eq!(Mounts::default().remote(Path::new("/")), None);
    }
}
