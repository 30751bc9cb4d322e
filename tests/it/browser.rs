//! The playground in a real browser, driven as a person would: typing, choosing, pressing.
//!
//! Skipped with a line that says so where there is no Chromium with its driver, unless `SALARY_BOT_BROWSER=required`.
//! Pictures are left in `SALARY_BOT_SCREENSHOTS`, by default below the target folder.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use thirtyfour::TypingData;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;

/// Says that nothing was tried. Not by a macro: what those print is shown for failed tests alone.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why} on this machine, the page was not tried in a browser");
}

/// A child process that ends with its test.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a program and gives what follows `mark` in the first line of its output that has it, up to a space or full stop.
fn started(command: &mut Command, mark: &str) -> Option<(Ends, String)> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let out = BufReader::new(child.stdout.take()?);
    let ends = Ends(child);
    let line = out.lines().map_while(Result::ok).find(|line| line.contains(mark))?;
    let rest = line.split_once(mark)?.1.trim();
    let word = rest.split([' ', ',']).next().unwrap_or_default().trim_end_matches('.').to_owned();
    Some((ends, word))
}

fn screenshots() -> PathBuf {
    let folder = std::env::var_os("SALARY_BOT_SCREENSHOTS").map_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots"), PathBuf::from);
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}

async fn driver(port: &str, phone: bool) -> WebDriverResult<WebDriver> {
    let mut caps = DesiredCapabilities::chrome();
    for arg in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-prefers-reduced-motion",
        "--lang=en-US",
    ] {
        caps.add_arg(arg)?;
    }
    if phone {
        caps.add_experimental_option("mobileEmulation", serde_json::json!({ "deviceMetrics": { "width": 360, "height": 740, "pixelRatio": 2.0 } }))?;
    }
    WebDriver::new(format!("http://127.0.0.1:{port}"), caps).await
}

/// How often, and with which pause, the page is looked at before it is given up.
const TRIES: usize = 300;
const PAUSE: Duration = Duration::from_millis(50);

/// Where the last message is that says this.
fn message(words: &str) -> String {
    format!("(//*[@id='log']//*[contains(concat(' ',@class,' '),' message ') and contains(., '{words}')])[last()]")
}

/// The page as a person sees it.
struct Page {
    driver: WebDriver,
}

impl Page {
    /// The first element that fits, once it is there and shown.
    async fn find(&self, by: By) -> WebDriverResult<WebElement> {
        let mut found = self.driver.find(by.clone()).await;
        for _ in 0..TRIES {
            if let Ok(element) = &found
                && element.is_displayed().await.is_ok_and(|shown| shown)
            {
                break;
            }
            tokio::time::sleep(PAUSE).await;
            found = self.driver.find(by.clone()).await;
        }
        found
    }

    /// Clicks on the first element that fits, once that is possible.
    async fn click(&self, by: By) -> WebDriverResult<()> {
        let mut tried = Ok(());
        for _ in 0..TRIES {
            tried = match self.driver.find(by.clone()).await {
                Ok(element) => element.click().await,
                Err(error) => Err(error),
            };
            if tried.is_ok() {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        tried
    }

    /// Waits until the last message that says `words` says all of `also`, too. Messages are drawn anew while they change, so
    /// that an element may be gone between finding and reading it.
    async fn says(&self, words: &str, also: &[&str]) -> WebDriverResult<()> {
        let mut text = String::new();
        for _ in 0..TRIES {
            if let Ok(found) = self.driver.find(By::XPath(message(words))).await
                && let Ok(read) = found.text().await
            {
                text = read;
                if also.iter().all(|word| text.contains(word)) {
                    return Ok(());
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(WebDriverError::from_inner(WebDriverErrorInner::FatalError(format!("no message with `{words}` says {also:?}: {text}"))))
    }

    /// Presses the button with this label under the last message that says `words`.
    async fn press(&self, words: &str, label: &str) -> WebDriverResult<()> {
        self.click(By::XPath(format!("{}//button[contains(., '{label}')]", message(words)))).await
    }

    async fn picture(&self, name: &str) -> WebDriverResult<()> {
        self.driver.screenshot(&screenshots().join(name)).await
    }

    async fn end(self, outcome: WebDriverResult<()>) {
        if outcome.is_err() {
            let _ = self.picture("failed.png").await;
        }
        let _ = self.driver.quit().await;
        outcome.expect("a tour without trouble");
    }

    /// Writes a message, or a command, and sends it off.
    async fn say(&self, text: &str) -> WebDriverResult<()> {
        self.click(By::Css("#composer [contenteditable], #composer textarea")).await?;
        self.keys(text).await?;
        if text.starts_with('/') {
            self.find(By::Css(".suggest [role='option']")).await?;
        }
        self.keys(Key::Enter).await
    }

    /// Picks from the last menu that invites like that the option that says `option`.
    async fn choose(&self, menu: &str, option: &str) -> WebDriverResult<()> {
        self.click(By::XPath(format!("(//*[@id='log']//button[contains(@class,'select') and contains(., '{menu}')])[last()]"))).await?;
        self.click(By::XPath(format!("//*[contains(@class,'popover')]//*[@role='option' and contains(., '{option}')]"))).await
    }

    /// Waits for the picture of the last message that says `words`: loaded, and with its content as text.
    async fn drawn(&self, words: &str) -> WebDriverResult<()> {
        let image = self.find(By::XPath(format!("{}//img[contains(@alt, '$116,000')]", message(words)))).await?;
        for _ in 0..TRIES {
            let wide = image.prop("naturalWidth").await?;
            if wide.is_some_and(|wide| wide.parse().is_ok_and(|wide: u32| wide >= 400)) {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(WebDriverError::from_inner(WebDriverErrorInner::FatalError(format!("no picture of `{words}`"))))
    }

    /// Types into whatever has the focus.
    async fn keys(&self, keys: impl Into<TypingData>) -> WebDriverResult<()> {
        self.driver.action_chain().send_keys(keys).perform().await
    }
}

#[tokio::test]
async fn a_person_uses_the_bot_in_a_browser() {
    let required = std::env::var_os("SALARY_BOT_BROWSER").is_some_and(|v| v == "required");
    let found = started(Command::new("chromedriver").arg("--port=0"), "started successfully on port ");
    let Some((_driver, port)) = found else {
        assert!(!required, "no chromedriver: install Chromium and its driver");
        return skipped("no chromedriver");
    };
    let data = tempfile::tempdir().expect("a folder");
    let mut bot = Command::new(env!("CARGO_BIN_EXE_salary-bot"));
    bot.current_dir(env!("CARGO_MANIFEST_DIR")).args(["playground", "--port", "0"]).env("SALARY_BOT_DATA", data.path());
    for name in ["DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "SALARY_BOT_CORPUS", "SALARY_BOT_PREFIX", "RUST_LOG"] {
        bot.env_remove(name);
    }
    let (_bot, url) = started(&mut bot, "Open ").expect("the playground starts");
    let desktop = match driver(&port, false).await {
        Ok(driver) => driver,
        Err(error) => {
            assert!(!required, "{error}");
            return skipped("no Chromium");
        }
    };
    let page = Page { driver: desktop };
    let outcome = tour(&page, &url).await;
    page.end(outcome).await;
    let page = Page { driver: driver(&port, true).await.expect("a phone") };
    let outcome = on_a_phone(&page, &url).await;
    page.end(outcome).await;
}

async fn tour(page: &Page, url: &str) -> WebDriverResult<()> {
    page.driver.set_window_rect(0, 0, 1280, 900).await?;
    page.driver.goto(url).await?;
    // The first screen invites: three questions to click, and the first is answered below.
    page.find(By::Css(".welcome .examples button")).await?;
    assert_eq!(page.driver.find_all(By::Css(".welcome .examples button")).await?.len(), 3);
    page.picture("first-screen.png").await?;
    page.click(By::Css(".welcome .examples button")).await?;
    page.says("confidence", &["$"]).await?;

    // A message with the prefix.
    page.click(By::Css("#composer [contenteditable], #composer textarea")).await?;
    page.keys("!salary devops").await?;
    page.keys(Key::Enter).await?;
    page.says("DevOps engineer: ", &["$116,000", "Glassdoor", "confidence"]).await?;
    page.find(By::Css("#log .embed")).await?;

    // A button: citations that only the presser sees.
    page.press("DevOps engineer: ", "Copy citations").await?;
    page.says("Only you can see this", &["$116,000"]).await?;

    // A command with autocompletion, by the keyboard alone.
    page.click(By::Css("#composer [contenteditable], #composer textarea")).await?;
    page.keys("/comp").await?;
    page.find(By::Css(".suggest [role='option']")).await?;
    page.keys(Key::Enter).await?;
    page.find(By::Css(".command-form")).await?;
    for typed in ["devop", "data engi"] {
        page.keys(typed).await?;
        // The bot's own suggestion, not what was typed.
        let path = "//*[contains(@class,'suggest')]//*[@role='option' and (contains(., 'DevOps engineer') or contains(., 'Data engineer'))]";
        page.find(By::XPath(path)).await?;
        page.keys(Key::Enter).await?;
    }
    page.picture("command.png").await?;
    page.keys(Key::Enter).await?;
    page.says("DevOps engineer and Data engineer", &["$116,000", "$109,000"]).await?;
    page.picture("desktop.png").await?;
    page.drawn("DevOps engineer and Data engineer").await?;
    shown(page, "desktop").await?;
    moderating(page).await
}

/// What a member sees in private and where there is nothing: on any width.
async fn shown(page: &Page, width: &str) -> WebDriverResult<()> {
    page.say("!salary plumber in oslo").await?;
    page.says("No figure for Plumber in Oslo", &["United States", "Try"]).await?;
    page.picture(&format!("{width}-abstention.png")).await?;

    // A form, filled by the keyboard alone, and its answer for nobody else.
    page.say("/offer").await?;
    page.find(By::Css(".command-form")).await?;
    page.keys(Key::Enter).await?;
    page.find(By::Css("dialog.modal")).await?;
    for typed in ["senior backend developer in austin", "$140k a year", "10k"] {
        page.keys(typed).await?;
        page.keys(Key::Tab).await?;
    }
    page.picture(&format!("{width}-offer-form.png")).await?;
    page.click(By::Css("dialog.modal button[type='submit']")).await?;
    page.says("your base of USD 140,000", &["Only you can see this", "above its low"]).await?;
    page.picture(&format!("{width}-offer.png")).await?;

    // Something is said of a figure.
    page.say("!salary devops").await?;
    page.says("DevOps engineer: ", &["$116,000"]).await?;
    page.press("DevOps engineer: ", "Copy citations").await?;
    page.choose("Say that a figure is right", "$116,000").await?;
    page.says("What of this figure?", &["Glassdoor"]).await?;
    page.press("What of this figure?", "Outdated").await?;
    page.says("Counted: Outdated", &["Outdated", "Wrong"]).await?;
    page.picture(&format!("{width}-feedback.png")).await
}

/// What a moderator does: the panel of settings, and a figure that is hidden and shown again.
async fn moderating(page: &Page) -> WebDriverResult<()> {
    page.click(By::XPath("(//*[@id='top']//button)[last()]")).await?;
    page.click(By::XPath("//*[contains(@class,'popover')]//button[contains(., 'mo')]")).await?;
    page.say("/settings view").await?;
    page.keys(Key::Enter).await?;
    page.says("How I answer in this server", &["Career channels", "Prefix"]).await?;
    page.picture("settings.png").await?;
    page.say("/corpus feedback").await?;
    page.keys(Key::Enter).await?;
    page.says("Of one figure something was said here", &["Outdated 1"]).await?;
    page.choose("Look at one", "$116,000").await?;
    page.press("What of this figure?", "Hide this figure here").await?;
    page.says("Hidden: answers in this server leave it out", &["Show it here again"]).await?;
    page.picture("hidden.png").await?;
    page.press("Hidden: answers in this server leave it out", "Show it here again").await?;
    page.says("Shown here again", &["Hide this figure here"]).await
}

async fn on_a_phone(page: &Page, url: &str) -> WebDriverResult<()> {
    page.driver.goto(url).await?;
    page.find(By::Css("#composer")).await?;
    page.says("DevOps engineer and Data engineer", &["$116,000"]).await?;
    page.click(By::Css("#composer [contenteditable], #composer textarea")).await?;
    page.keys("!salary data engineer").await?;
    page.keys(Key::Enter).await?;
    page.says("Data engineer: ", &["$109,000"]).await?;
    page.picture("phone.png").await?;
    shown(page, "phone").await?;
    let wide = page.driver.execute("return document.documentElement.scrollWidth - document.documentElement.clientWidth;", Vec::new()).await?;
    assert_eq!(wide.json().as_i64(), Some(0), "the page can be scrolled sideways");
    Ok(())
}
