//! The same in TLS.

use std::io::ErrorKind;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use super::{Running, late, start, target};
use crate::serve::{ServeOptions, Tls};

#[tokio::test]
async fn tls_offers_both_protocols_with_a_certificate_of_its_own() {
    let server = start(ServeOptions { tls: Some(Tls::SelfSigned), ..ServeOptions::default() }).await;
    for protocol in ["h2", "http/1.1"] {
        let mut stream = connect(&server, protocol).await;
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(protocol.as_bytes()));
        if protocol == "http/1.1" {
            stream.write_all(b"GET /{safe} HTTP/1.1\r\nConnection: close\r\n\r\n").await.unwrap();
            let mut reply = String::new();
            stream.read_to_string(&mut reply).await.unwrap();
            assert!(reply.ends_with("GET /%7Bsafe%7D?-  "), "{reply}");
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn a_reset_and_a_close_go_through_tls() {
    let server = start(ServeOptions { tls: Some(Tls::SelfSigned), ..ServeOptions::default() }).await;
    for (fault, end) in [("\"reset\"", Some(ErrorKind::ConnectionReset)), ("\"empty\"", None)] {
        let mut stream = connect(&server, "http/1.1").await;
        stream.write_all(format!("GET {} HTTP/1.1\r\n\r\n", target("{}", fault)).as_bytes()).await.unwrap();
        let mut reply = Vec::new();
        let seen = stream.read_to_end(&mut reply).await.err().map(|error| error.kind());
        assert_eq!((reply, seen), (Vec::new(), end), "{fault}");
    }
    // Who leaves does so in TLS as well.
    let mut stream = connect(&server, "http/1.1").await;
    stream.write_all(format!("GET {} HTTP/1.1\r\n\r\n", late("{}", "\"30ms\"")).as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n"), "{reply}");
    server.stop().await;
}

async fn connect(server: &Running, protocol: &str) -> TlsStream<TcpStream> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anyone))
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, server.connect().await).await.unwrap()
}

/// A client that believes every certificate.
#[derive(Debug)]
struct Anyone;

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}
