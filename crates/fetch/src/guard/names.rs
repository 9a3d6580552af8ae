//! What a name means, and which of it may be dialled.

use super::{is_listed, is_private_name, is_public};
use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

/// The most addresses of one name that are looked at.
const ADDRESSES_MAX: usize = 64;

/// A look-up under way.
pub type LookingUp = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Turns a host name into addresses. What it says is not trusted: the guard sifts it.
pub trait Lookup: Send + Sync {
    /// All addresses of a host name.
    fn lookup(&self, host: &str) -> LookingUp;
}

/// The system's way: hosts file, then DNS.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, host: &str) -> LookingUp {
        let host = host.to_owned();
        Box::pin(async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect()) })
    }
}

/// A name without an address that may be dialled. One message for "no such name" and "not public": who planted the name
/// learns nothing about the network we are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no public address is known")]
pub(crate) struct NoAddress;

/// The resolver that connections are made through.
#[derive(Clone)]
pub(crate) struct GuardedResolver {
    allow: Arc<[IpNet]>,
    lookup: Arc<dyn Lookup>,
}

impl GuardedResolver {
    pub(super) fn new(allow: Arc<[IpNet]>, lookup: Arc<dyn Lookup>) -> Self {
        Self { allow, lookup }
    }

    /// The addresses of a name that may be dialled: where networks are listed those in them, else public ones, of which a
    /// private name has none.
    pub(crate) async fn allowed(&self, host: &str) -> Result<Vec<IpAddr>, NoAddress> {
        let mut found = self.found(host).await?;
        let is_private = is_private_name(host);
        found.retain(|ip| match self.allow.is_empty() {
            true => is_public(*ip) && !is_private,
            false => is_listed(*ip, &self.allow),
        });
        if found.is_empty() { Err(NoAddress) } else { Ok(found) }
    }

    /// All addresses of a name, whatever they are.
    pub(super) async fn found(&self, host: &str) -> Result<Vec<IpAddr>, NoAddress> {
        let mut found = self.lookup.lookup(host).await.map_err(|_| NoAddress)?;
        found.truncate(ADDRESSES_MAX);
        Ok(found)
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let found = resolver.allowed(name.as_str()).await?;
            let addresses: Addrs = Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::networks;

    struct Fixed(&'static [&'static str]);

    impl Lookup for Fixed {
        fn lookup(&self, _host: &str) -> LookingUp {
            let found = self.0.iter().map(|ip| ip.parse().unwrap()).collect();
            Box::pin(async move { Ok(found) })
        }
    }

    async fn dialled(host: &str, found: &'static [&'static str], allow: &str) -> Result<Vec<String>, NoAddress> {
        let resolver = GuardedResolver::new(networks(allow).unwrap().into(), Arc::new(Fixed(found)));
        resolver.allowed(host).await.map(|found| found.iter().map(ToString::to_string).collect())
    }

    #[tokio::test]
    async fn of_a_name_with_a_public_and_a_private_address_only_the_public_one_is_dialled() {
        let found = dialled("ex.org", &["127.0.0.1", "93.184.216.34", "::ffff:10.0.0.1"], "").await;
        assert_eq!(found, Ok(vec!["93.184.216.34".to_owned()]));
    }

    #[tokio::test]
    async fn a_name_of_private_addresses_has_none() {
        assert_eq!(dialled("ex.org", &["10.0.0.1", "fd00::1"], "").await, Err(NoAddress));
        assert_eq!(dialled("ex.org", &[], "").await, Err(NoAddress));
    }

    #[tokio::test]
    async fn a_listed_address_is_dialled() {
        let found = dialled("feeds.ex.org", &["10.0.0.1", "10.0.0.2"], "10.0.0.1").await;
        assert_eq!(found, Ok(vec!["10.0.0.1".to_owned()]));
    }

    #[tokio::test]
    async fn the_way_into_listed_networks_leads_nowhere_else() {
        let found = dialled("feeds.ex.org", &["93.184.216.34", "10.0.0.1"], "10.0.0.1").await;
        assert_eq!(found, Ok(vec!["10.0.0.1".to_owned()]));
        assert_eq!(dialled("feeds.ex.org", &["93.184.216.34"], "10.0.0.1").await, Err(NoAddress));
    }

    #[tokio::test]
    async fn a_private_name_may_not_mean_a_public_address() {
        assert_eq!(dialled("printer", &["93.184.216.34"], "10.0.0.0/8").await, Err(NoAddress));
    }
}
