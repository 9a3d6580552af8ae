//! The weekly mail of a story: its pages asked in the process, its letters kept in memory.

use std::sync::Arc;

use crate::{App, mailing_worker};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use hobnob_digest::{Letter, Mailer, Memory, Sender};
use hobnob_domain::{LetterState, MailKeys, SealingKey, SubscriberId, Wishes};
use hobnob_gazetteer::Gazetteer;
use hobnob_index::Index;
use hobnob_store::{SignUp, SignedUp};
use hobnob_web::LetterDesk;
use hobnob_worker::{MailParts, RunReport, Worker};
use tokio::sync::Notify;
use tower::ServiceExt as _;
use url::Url;

/// The weekly mail of an [`App`].
pub struct Post {
    /// What sends letters.
    pub mail: MailParts,
    /// Where they are kept.
    pub memory: Memory,
    pages: Router,
}

impl Post {
    /// Opens it.
    pub fn open(app: &App) -> Self {
        let (memory, keys) = (Memory::default(), MailKeys::new(SealingKey::new("the secret of a story")));
        let base: Url = "https://events.example/".parse().expect("a URL");
        let mail = MailParts {
            mailer: Mailer::Memory(memory.clone()),
            sender: Sender::read("hobnob <letters@events.example>").expect("an address"),
            keys: keys.clone(),
            base: base.clone(),
            index: Index::new(None),
            pace: None,
            wake: Arc::new(Notify::new()),
        };
        let desk = LetterDesk { keys, wake: Arc::clone(&mail.wake) };
        let (index, clock) = (Index::new(None), app.clock.clone());
        let state = hobnob_web::State::new(app.store.clone(), index, Gazetteer::embedded(), clock, base);
        Self { mail, memory, pages: hobnob_web::router(state.with_letters(desk)) }
    }

    /// A worker that sends its letters.
    pub fn worker(&self, app: &App, owner: &str) -> Worker {
        mailing_worker(&app.store, app.clock.clone(), owner, Some(self.mail.clone()))
    }

    /// Settles what is due; gives what was done and the letters that came.
    pub async fn work(&self, app: &App) -> (RunReport, Vec<Letter>) {
        let before = self.memory.letters().len();
        let report = self.worker(app, "story").once().await.expect("the worker works");
        let letters = self.memory.letters().into_iter().skip(before).map(|(letter, _)| letter);
        (report, letters.collect())
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> (StatusCode, String) {
        self.ask(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form.
    pub async fn send(&self, path: &str, form: &str) -> (StatusCode, String) {
        let form_type = "application/x-www-form-urlencoded";
        let request = Request::post(path).header(header::CONTENT_TYPE, form_type);
        self.ask(request.body(Body::from(form.to_owned())).expect("a request")).await
    }

    async fn ask(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.pages.clone().oneshot(request).await.expect("an answer");
        let status = response.status();
        let body = to_bytes(response.into_body(), 1_000_000).await.expect("a body");
        (status, String::from_utf8(body.to_vec()).expect("text"))
    }

    /// Somebody asks for letters and says yes, without a mail in between.
    pub async fn reader(&self, app: &App, address: &str, wishes: &Wishes) -> SubscriberId {
        let keys = &self.mail.keys;
        let client_hash = keys.client_hash(address);
        let asked = SignUp { address: address.parse().expect("an address"), wishes: wishes.clone(), client_hash };
        let outcome = app.store.subscriber_sign_up(keys, &asked, app.now()).await.expect("it is kept");
        assert_eq!(outcome, SignedUp::Asked);
        let waiting = app.store.letters(None, Some(LetterState::Planned), 1_000).await.expect("letters");
        let mut confirmed = None;
        for letter in waiting {
            let token = keys.confirmation(letter.id).hash();
            confirmed = app.store.subscriber_confirm(&token, app.now()).await.expect("it is kept").or(confirmed);
        }
        confirmed.expect("the question that was just asked is answered")
    }
}
