//! Why a server does not start. Once it runs, nothing stops it but its shutdown; what goes wrong with one client is logged.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a server does not start.
#[derive(Debug)]
pub enum ServeError {
    /// The host has no address.
    UnknownHost {
        /// As it was given.
        host: String,
        /// What the resolver said.
        cause: io::Error,
    },
    /// Another program listens there.
    InUse(SocketAddr),
    /// The system does not let us listen there, mostly because the port is below 1024.
    Denied(SocketAddr),
    /// The address is not one of this machine's.
    NotLocal(SocketAddr),
    /// Something else with the socket.
    Listen {
        /// Where we wanted to listen.
        address: SocketAddr,
        /// What the system said.
        cause: io::Error,
    },
    /// A file of the certificate or key cannot be read.
    UnreadablePem {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file holds no certificate or no key in PEM.
    InvalidPem {
        /// The file.
        path: PathBuf,
        /// `certificate` or `private key`.
        wanted: &'static str,
        /// What is wrong with it.
        cause: String,
    },
    /// The certificate is for another key.
    KeyMismatch {
        /// The file of the certificate.
        cert: PathBuf,
        /// The file of the key.
        key: PathBuf,
    },
    /// No self-signed certificate can be made for this host.
    SelfSigned {
        /// The host it was for.
        host: String,
        /// What is wrong.
        cause: String,
    },
}

impl ServeError {
    /// Sorts what the system said about listening on `address`.
    pub(super) fn listen(address: SocketAddr, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::AddrInUse => Self::InUse(address),
            io::ErrorKind::PermissionDenied => Self::Denied(address),
            io::ErrorKind::AddrNotAvailable => Self::NotLocal(address),
            _ => Self::Listen { address, cause },
        }
    }

    /// What the user can do about it, if we know.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::UnknownHost { .. } | Self::NotLocal(_) => {
                Some("pass `--host 127.0.0.1` for this machine only, or `--host 0.0.0.0` for every interface")
            }
            Self::Denied(address) if address.port() < 1024 => {
                Some("ports below 1024 need privileges: pass a greater `--port`, or `--port 0` to take any free one")
            }
            Self::InUse(_) | Self::Denied(_) => Some("pass `--port 0` to take any free port"),
            Self::InvalidPem { wanted: "certificate", .. } => Some("it must hold `-----BEGIN CERTIFICATE-----`"),
            Self::InvalidPem { .. } => {
                Some("it must hold `-----BEGIN PRIVATE KEY-----` (or `RSA`, or `EC`), not encrypted by a password")
            }
            Self::KeyMismatch { .. } => Some("pass the key that the certificate was made with"),
            Self::Listen { .. } | Self::UnreadablePem { .. } | Self::SelfSigned { .. } => None,
        }
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownHost { host, cause } => write!(f, "cannot find the host `{host}`: {cause}"),
            Self::InUse(address) => write!(f, "cannot listen on `{address}`: address already in use"),
            Self::Denied(address) => write!(f, "cannot listen on `{address}`: permission denied"),
            Self::NotLocal(address) => {
                write!(f, "cannot listen on `{address}`: the address is not one of this machine's")
            }
            Self::Listen { address, cause } => write!(f, "cannot listen on `{address}`: {cause}"),
            Self::UnreadablePem { path, cause } => write!(f, "cannot read `{}`: {cause}", path.display()),
            Self::InvalidPem { path, wanted, cause } => {
                write!(f, "cannot use `{}` as a {wanted}: {cause}", path.display())
            }
            Self::KeyMismatch { cert, key } => {
                write!(f, "the key `{}` is not the one of the certificate `{}`", key.display(), cert.display())
            }
            Self::SelfSigned { host, cause } => write!(f, "cannot sign a certificate for `{host}`: {cause}"),
        }
    }
}

impl std::error::Error for ServeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::UnknownHost { cause, .. } | Self::Listen { cause, .. } | Self::UnreadablePem { cause, .. } => {
                Some(cause)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_to_listen_says_where_and_what_to_do() {
        let address = "127.0.0.1:80".parse().unwrap();
        for (kind, message, hint) in [
            (io::ErrorKind::AddrInUse, "cannot listen on `127.0.0.1:80`: address already in use", "--port 0"),
            (io::ErrorKind::PermissionDenied, "cannot listen on `127.0.0.1:80`: permission denied", "below 1024"),
            (
                io::ErrorKind::AddrNotAvailable,
                "cannot listen on `127.0.0.1:80`: the address is not one of this machine's",
                "--host",
            ),
            (io::ErrorKind::OutOfMemory, "cannot listen on `127.0.0.1:80`: out of memory", ""),
        ] {
            let error = ServeError::listen(address, kind.into());
            assert_eq!(error.to_string(), message);
            assert!(error.hint().unwrap_or_default().contains(hint), "{:?}", error.hint());
        }
    }
}
