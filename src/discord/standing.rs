//! What Discord has on record about the bot, looked up without connecting.

use serenity::all::ApplicationFlags;
use tokio::time::timeout;

use super::send::{REQUEST, Trouble};
use super::{ServeError, Settings, connect};

/// What Discord has on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The application's name.
    pub name: String,
    /// Whether the message content intent is switched on.
    pub message_content: bool,
    /// Where Discord sends interactions instead of the gateway.
    pub endpoint: Option<String>,
    /// How often the bot may still be started today.
    pub starts_left: u64,
}

/// Asks Discord what it has on record.
///
/// # Errors
/// Where Discord refuses or does not answer, or the gateway is not that of the set origin.
pub async fn standing(settings: &Settings) -> Result<Standing, ServeError> {
    let http = connect::http(settings);
    let both = async { Ok::<_, serenity::Error>((http.get_current_application_info().await?, http.get_bot_gateway().await?)) };
    let (application, gateway) = timeout(REQUEST, both).await.map_err(|_| ServeError::Discord(Trouble::Later { status: None }.to_string()))??;
    let gateway = connect::usable(gateway, settings)?;
    let content = ApplicationFlags::GATEWAY_MESSAGE_CONTENT | ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED;
    Ok(Standing {
        name: application.name,
        message_content: application.flags.is_some_and(|f| f.intersects(content)),
        endpoint: application.interactions_endpoint_url.filter(|url| !url.is_empty()),
        starts_left: gateway.session_start_limit.remaining,
    })
}
