//! A second listener with TLS. Some clients insist on `https://discord.com`: serenity's rate limiter runs only there. A
//! test resolves that name to this listener and trusts its authority.

use std::{
    future::pending,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{Router, serve::Listener};
use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
    server::TlsStream,
};

use crate::{Error, server::Server};

/// Time for a handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Connections that are ready to be served and wait for that.
const WAITING: usize = 64;

/// What a client needs to know of the listener.
#[derive(Debug)]
pub(crate) struct Tls {
    pub(crate) addr: SocketAddr,
    pub(crate) ca_pem: String,
}

/// Listens on a free port with a certificate for these names, signed by an authority made for this one server.
pub(crate) async fn start(server: &Arc<Server>, router: Router, names: &[String]) -> Result<(Tls, JoinHandle<()>), Error> {
    let (config, ca_pem) = certified(names).map_err(|error| Error::Tls(error.to_string()))?;
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let addr = listener.local_addr()?;
    let (shaken, ready) = mpsc::channel(WAITING);
    tokio::spawn(shake_hands(server.clone(), listener, TlsAcceptor::from(Arc::new(config)), shaken));
    let stopping = server.clone();
    let task = tokio::spawn(async move {
        let serve = axum::serve(Ready { ready, addr }, router).with_graceful_shutdown(async move { stopping.stopped().await });
        if let Err(error) = serve.await {
            tracing::error!(%error, "the server with TLS ended");
        }
    });
    Ok((Tls { addr, ca_pem }, task))
}

/// The configuration of a server, and its authority's certificate.
fn certified(names: &[String]) -> Result<(ServerConfig, String), Box<dyn std::error::Error + Send + Sync>> {
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority.distinguished_name = named("local-discord authority");
    let authority_key = KeyPair::generate()?;
    let ca_pem = authority.self_signed(&authority_key)?.pem();
    let issuer = Issuer::new(authority, authority_key);

    // A client may also come by the address itself.
    let mut all = names.to_vec();
    all.extend(["localhost", "127.0.0.1"].map(str::to_owned).into_iter().filter(|own| !names.contains(own)));
    let mut own = CertificateParams::new(all)?;
    own.distinguished_name = named("local-discord");
    own.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // Strict clients, such as Python's, refuse a certificate that does not name its issuer's key.
    own.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = own.signed_by(&key, &issuer)?;

    // The provider is named: a process with two of them has no default.
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions()?;
    let mut config = builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::from(key))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((config, ca_pem))
}

fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

/// Accepts connections and shakes hands, with each client in a task of its own: a slow or broken one holds up nobody.
async fn shake_hands(server: Arc<Server>, mut listener: TcpListener, acceptor: TlsAcceptor, shaken: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>) {
    let stopped = server.stopped();
    tokio::pin!(stopped);
    loop {
        let (stream, from) = tokio::select! {
            () = &mut stopped => return,
            accepted = Listener::accept(&mut listener) => accepted,
        };
        let (acceptor, shaken) = (acceptor.clone(), shaken.clone());
        tokio::spawn(async move {
            match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                // At the end of the server nobody waits for it.
                Ok(Ok(stream)) => drop(shaken.send((stream, from)).await),
                Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            }
        });
    }
}

/// Connections after their handshake.
struct Ready {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    addr: SocketAddr,
}

impl Listener for Ready {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The server stops, and its graceful end is under way.
            None => pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.addr)
    }
}
