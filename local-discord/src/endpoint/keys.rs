//! The application's key pair. Discord docs: interactions/overview, "Setting Up an Endpoint".

use std::fmt::Write;

use ed25519_dalek::{Signer, SigningKey};

/// Signs what is sent to the endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Keys(SigningKey);

impl Keys {
    pub(crate) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public key as hexadecimal digits.
    pub(crate) fn public(&self) -> String {
        hex(self.0.verifying_key().as_bytes())
    }

    /// The signature of a timestamp followed by a body.
    pub(crate) fn sign(&self, timestamp: &str, body: &[u8]) -> [u8; 64] {
        self.0.sign(&[timestamp.as_bytes(), body].concat()).to_bytes()
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, section 7.1, tests 1 and 2: the message is empty or one byte.
    #[test]
    fn known_signatures() {
        for (seed, public, timestamp, signature) in [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "r",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            ),
        ] {
            let seed: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&seed[at * 2..at * 2 + 2], 16).unwrap()).collect();
            let keys = Keys::from_seed(&seed.try_into().unwrap());
            assert_eq!(keys.public(), public);
            assert_eq!(hex(&keys.sign(timestamp, b"")), signature);
        }
    }
}
