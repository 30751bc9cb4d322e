//! Interactions over HTTP, as the owner of an application sets them up in the developer portal.

use super::LocalDiscord;
use crate::{
    Error,
    endpoint::{self, Forgery, Target},
};

impl LocalDiscord {
    /// The application's public key as hexadecimal digits, by which a bot verifies interactions that come over HTTP.
    #[must_use]
    pub fn public_key(&self) -> String {
        self.server.read(|world| world.endpoint.keys.public())
    }

    /// Sends interactions to this URL from now on, or with `None` by the gateway again. As on Discord the endpoint must
    /// first answer a ping, and refuse one with a wrong signature. Only URLs on this machine are taken.
    ///
    /// # Errors
    /// [`Error::Endpoint`] with what was wrong; then nothing changes.
    pub async fn set_interactions_endpoint(&self, url: Option<&str>) -> Result<(), Error> {
        let target = match url {
            Some(url) => {
                let target = Target::parse(url).map_err(Error::Endpoint)?;
                endpoint::verify(&self.server, &target).await.map_err(Error::Endpoint)?;
                Some(target)
            }
            None => None,
        };
        self.server.change(|world| world.endpoint.target = target);
        Ok(())
    }

    /// Where interactions are sent; `None` while they go by the gateway.
    #[must_use]
    pub fn interactions_endpoint(&self) -> Option<String> {
        self.server.read(|world| world.endpoint.target.as_ref().map(|target| target.url.clone()))
    }

    /// After every n-th interaction a forged one follows, of each kind in its turn; 0 stops that. Whatever the endpoint
    /// answers but 401 is a violation.
    pub fn forge_every(&self, n: u32) {
        self.server.change(|world| world.endpoint.forge_every = n);
    }

    /// Sends a forged interaction to the endpoint and returns the HTTP status. It looks like the latest interaction, but
    /// nobody opened it. Whatever the endpoint answers but 401 is a violation, save for [`Forgery::StaleTimestamp`].
    ///
    /// # Errors
    /// [`Error::Endpoint`] if there is no endpoint, or it does not answer.
    pub async fn send_forged_interaction(&self, forgery: Forgery) -> Result<u16, Error> {
        let target = self.server.read(|world| world.endpoint.target.clone());
        let target = target.ok_or_else(|| Error::Endpoint("none is set".to_owned()))?;
        endpoint::forge(&self.server, &target, forgery).await.map_err(Error::Endpoint)
    }
}
