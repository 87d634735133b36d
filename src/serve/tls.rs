//! TLS in front of the wire: from certificate and key files, or from a certificate signed at start, to an acceptor that offers HTTP/2 and
//! HTTP/1.1 (ALPN, RFC 7301).
//!
//! It asks no client for a certificate and reads the files once. Invariant: a server that starts has a key that fits its certificate.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{Error, ServerConfig};

use super::ServeError;

/// Where the certificate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// From two files in PEM (RFC 7468).
    Files {
        /// The certificate, followed by those that signed it.
        cert: PathBuf,
        /// Its private key: PKCS #8, PKCS #1 or SEC 1, not encrypted.
        key: PathBuf,
    },
    /// Made anew at every start for `localhost`, `127.0.0.1`, `::1` and the host; nobody trusts it unasked.
    SelfSigned,
}

impl Tls {
    /// Reads or makes the certificate. `host` is the one we listen on.
    pub(super) fn acceptor(&self, host: &str) -> Result<TlsAcceptor, ServeError> {
        let (chain, key) = match self {
            Self::Files { cert, key } => (certificates(cert)?, private_key(key)?),
            Self::SelfSigned => self_signed(host)?,
        };
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
        let mut config = config.map_err(|error| self.refused(host, &error))?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    fn refused(&self, host: &str, error: &Error) -> ServeError {
        match (self, error) {
            (Self::Files { cert, key }, Error::InconsistentKeys(_)) => {
                ServeError::KeyMismatch { cert: cert.clone(), key: key.clone() }
            }
            (Self::Files { cert, .. }, Error::InvalidCertificate(_) | Error::NoCertificatesPresented) => {
                invalid(cert, "certificate", error)
            }
            (Self::Files { key, .. }, _) => invalid(key, "private key", error),
            (Self::SelfSigned, _) => ServeError::SelfSigned { host: host.to_owned(), cause: error.to_string() },
        }
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, ServeError> {
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&read(path)?)
        .collect::<Result<_, _>>()
        .map_err(|error| invalid(path, "certificate", &error))?;
    if chain.is_empty() { Err(invalid(path, "certificate", &"no certificate in it")) } else { Ok(chain) }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, ServeError> {
    PrivateKeyDer::from_pem_slice(&read(path)?).map_err(|error| match error {
        tokio_rustls::rustls::pki_types::pem::Error::NoItemsFound => {
            invalid(path, "private key", &"no private key in it")
        }
        error => invalid(path, "private key", &error),
    })
}

fn read(path: &Path) -> Result<Vec<u8>, ServeError> {
    std::fs::read(path).map_err(|cause| ServeError::UnreadablePem { path: path.to_owned(), cause })
}

fn invalid(path: &Path, wanted: &'static str, cause: &impl std::fmt::Display) -> ServeError {
    ServeError::InvalidPem { path: path.to_owned(), wanted, cause: cause.to_string() }
}

fn self_signed(host: &str) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), ServeError> {
    let mut names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec();
    if !names.iter().any(|name| name == host) {
        names.push(host.to_owned());
    }
    let made = rcgen::generate_simple_self_signed(names)
        .map_err(|error| ServeError::SelfSigned { host: host.to_owned(), cause: error.to_string() })?;
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    Ok((vec![made.cert.der().clone()], key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_used_or_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let ours = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let theirs = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (cert, key) = (file("cert.pem", &ours.cert.pem()), file("key.pem", &ours.signing_key.serialize_pem()));
        let other = file("other.pem", &theirs.signing_key.serialize_pem());
        let (empty, none) = (file("empty.pem", "nothing"), folder.path().join("none.pem"));
        let broken = file("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        for (cert, key, message) in [
            (&cert, &key, ""),
            (&cert, &other, "the key `other.pem` is not the one of the certificate `cert.pem`"),
            (&empty, &key, "cannot use `empty.pem` as a certificate: no certificate in it"),
            (&cert, &cert, "cannot use `cert.pem` as a private key: no private key in it"),
            (&broken, &key, "cannot use `broken.pem` as a certificate: invalid peer certificate: BadEncoding"),
            (&none, &key, "cannot read `none.pem`: No such file or directory (os error 2)"),
        ] {
            let tls = Tls::Files { cert: cert.clone(), key: key.clone() };
            let told = tls.acceptor("localhost").err().map(|error| error.to_string()).unwrap_or_default();
            assert_eq!(told.replace(&format!("{}/", folder.path().display()), ""), message);
        }
    }

    #[test]
    fn a_certificate_is_signed_for_any_host() {
        for host in ["localhost", "0.0.0.0", "::", "api.test"] {
            assert!(Tls::SelfSigned.acceptor(host).is_ok(), "{host}");
        }
    }
}
