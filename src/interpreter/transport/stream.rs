//! Sockets of both kinds as one, so that nobody else tells them apart.

use super::location::Address;
use super::{failure, location::Location};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::Text;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

/// A connection.
#[derive(Debug)]
pub(super) enum Stream {
    Socket(TcpStream),
    #[cfg(unix)]
    File(UnixStream),
}

/// What callers connect to, bound.
#[derive(Debug)]
pub(super) enum Bound {
    Socket(std::net::TcpListener),
    #[cfg(unix)]
    File(std::os::unix::net::UnixListener),
}

/// What callers connect to, on the thread that accepts them.
#[derive(Debug)]
pub(super) enum Listener {
    Socket(TcpListener),
    #[cfg(unix)]
    File(UnixListener),
}

macro_rules! on_both {
    ($self:ident, $kind:ident, $inner:ident => $what:expr) => {
        match $self {
            $kind::Socket($inner) => $what,
            #[cfg(unix)]
            $kind::File($inner) => $what,
        }
    };
}

impl Stream {
    pub(super) async fn readable(&self) -> io::Result<()> {
        on_both!(self, Self, stream => stream.readable().await)
    }

    pub(super) async fn writable(&self) -> io::Result<()> {
        on_both!(self, Self, stream => stream.writable().await)
    }

    pub(super) fn try_read(&self, into: &mut [u8]) -> io::Result<usize> {
        on_both!(self, Self, stream => stream.try_read(into))
    }

    pub(super) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        on_both!(self, Self, stream => stream.try_write(bytes))
    }

    /// Connects, as a caller.
    pub(super) async fn connect(location: &Location) -> Result<Self, Fault> {
        match &location.address {
            Address::Socket { host, port } => {
                let addresses = resolve(host, *port).await;
                let addresses = addresses
                    .map_err(|_| Fault::io(format!("Unable to resolve address: {location}")))?;
                first_that_answers(&addresses)
                    .await
                    .map_err(|error| failure::fault(&error))
            }
            #[cfg(unix)]
            Address::File(path) => UnixStream::connect(path)
                .await
                .map(Self::File)
                .map_err(|error| failure::fault(&error)),
            #[cfg(not(unix))]
            Address::File(_) => Err(failure::fault(&ErrorKind::Unsupported.into())),
        }
    }
}

/// The addresses of a host, those of IPv4 first, as Java has them.
async fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let mut addresses: Vec<_> = tokio::net::lookup_host((host, port)).await?.collect();
    addresses.sort_by_key(SocketAddr::is_ipv6);
    if addresses.is_empty() {
        return Err(ErrorKind::NotFound.into());
    }
    Ok(addresses)
}

/// A connection to the first address that takes it; the error of the first one when none does.
async fn first_that_answers(addresses: &[SocketAddr]) -> io::Result<Stream> {
    let mut first = None;
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(without_delay(stream)),
            Err(error) => {
                first.get_or_insert(error);
            }
        }
    }
    Err(first.unwrap_or_else(|| ErrorKind::NotFound.into()))
}

/// Messages are written whole, so nothing is gained by waiting for more.
fn without_delay(stream: TcpStream) -> Stream {
    // One that cannot be set up so works too.
    let _ = stream.set_nodelay(true);
    Stream::Socket(stream)
}

impl Bound {
    /// Binds. As in Jolie, the host of a socket is not looked at: it listens on all addresses of the machine.
    pub(super) fn bind(address: &Address) -> io::Result<Self> {
        let bound = match address {
            Address::Socket { port, .. } => {
                let both = std::net::TcpListener::bind((Ipv6Addr::UNSPECIFIED, *port));
                Self::Socket(match both {
                    // A machine without IPv6.
                    Err(error) if error.kind() != ErrorKind::AddrInUse => {
                        std::net::TcpListener::bind((Ipv4Addr::UNSPECIFIED, *port))?
                    }
                    both => both?,
                })
            }
            #[cfg(unix)]
            Address::File(path) => Self::File(std::os::unix::net::UnixListener::bind(path)?),
            #[cfg(not(unix))]
            Address::File(_) => return Err(ErrorKind::Unsupported.into()),
        };
        bound.wait_elsewhere()?;
        Ok(bound)
    }

    fn wait_elsewhere(&self) -> io::Result<()> {
        on_both!(self, Self, listener => listener.set_nonblocking(true))
    }

    /// The port, of a socket.
    pub(super) fn port(&self) -> Option<u16> {
        match self {
            Self::Socket(listener) => listener.local_addr().ok().map(|address| address.port()),
            #[cfg(unix)]
            Self::File(_) => None,
        }
    }
}

impl Listener {
    /// Must be called on the thread that accepts.
    pub(super) fn new(bound: Bound) -> io::Result<Self> {
        Ok(match bound {
            Bound::Socket(listener) => Self::Socket(TcpListener::from_std(listener)?),
            #[cfg(unix)]
            Bound::File(listener) => Self::File(UnixListener::from_std(listener)?),
        })
    }

    /// The next caller, with its address for people.
    pub(super) async fn accept(&self) -> io::Result<(Stream, Text)> {
        match self {
            Self::Socket(listener) => {
                let (stream, peer) = listener.accept().await?;
                Ok((without_delay(stream), Text::from(peer.to_string())))
            }
            #[cfg(unix)]
            Self::File(listener) => {
                let (stream, _) = listener.accept().await?;
                Ok((Stream::File(stream), Text::new_static("a local socket")))
            }
        }
    }
}
