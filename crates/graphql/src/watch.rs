//! Subscriptions: a question that is answered again whenever events have changed.
//!
//! The engine's own streams see one snapshot from beginning to end, so each look is an execution of its own, which tells
//! what became known since the one before. Where nothing changed nothing is executed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{
    Schema,
    context::Moment,
    error::{Code, INTERNAL_MESSAGE},
    execute::{Answer, Outcome, Sound, examined, execute, is_subscription, too_long},
    limits::ANSWER_TIME_MAX,
    request::Request,
};
use async_graphql::parser::types::Selection;
use futures_util::StreamExt as _;
use hobnob_store::ChangePlace;

/// What a request is answered with, where its client takes a stream.
pub enum Streamed {
    /// One answer, and that is all.
    Once(Answer),
    /// What there is to tell already, and whom to ask for more.
    Watch(Vec<Answer>, Box<Watch>),
}

/// Somebody who watches.
pub struct Watch {
    schema: Schema,
    sound: Sound,
    news: Arc<News>,
    /// The epoch and revision of the index when it was looked last.
    seen: Option<(u64, i64)>,
    /// Whether there was more than one look tells.
    is_behind: bool,
}

/// How far somebody who watches has been told.
#[derive(Default)]
pub(crate) struct News(Mutex<Told>);

#[derive(Default)]
struct Told {
    /// The last change that was told; none within where there was no change at all, none without before the first look.
    place: Option<Option<ChangePlace>>,
    /// How far this look has read, and whether there is more; it counts when the look went well.
    read: Option<(Option<ChangePlace>, bool)>,
}

impl News {
    pub(crate) fn place(&self) -> Option<Option<ChangePlace>> {
        self.told().place
    }

    pub(crate) fn read(&self, place: Option<ChangePlace>, is_more: bool) {
        self.told().read = Some((place, is_more));
    }

    /// The look is over: says whether there is more, or none when nothing could be read.
    fn close(&self) -> Option<bool> {
        let mut told = self.told();
        let (place, is_more) = told.read.take()?;
        told.place = Some(place);
        Some(is_more)
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers a request whose client takes a stream: a subscription goes on, anything else is answered once.
pub async fn watch(schema: &Schema, request: Request) -> Streamed {
    if !is_subscription(schema, &request) {
        return Streamed::Once(execute(schema, request).await);
    }
    let begun = tokio::time::timeout(ANSWER_TIME_MAX, begun(schema, request)).await;
    begun.unwrap_or_else(|_| Err(too_long())).unwrap_or_else(Streamed::Once)
}

async fn begun(schema: &Schema, request: Request) -> Result<Streamed, Answer> {
    let asked = schema.documents.asked(request.query, request.digest)?;
    let request = Request { query: String::new(), digest: None, ..request };
    let sound = examined(schema, &asked, request).await?;
    if !is_one_field(&sound) {
        let message = "a subscription asks for one field, such as `changes`";
        return Err(Answer::refused(Outcome::Refused, Code::BadUserInput, message));
    }
    let mut watch = Watch { schema: schema.clone(), sound, news: Arc::default(), seen: None, is_behind: false };
    let answers = watch.look().await?;
    Ok(Streamed::Watch(answers, Box::new(watch)))
}

/// A subscription has one root field (GraphQL §5.2.3.1); we want it to stand there plainly.
fn is_one_field(sound: &Sound) -> bool {
    let items = sound.operation().map(|operation| operation.selection_set.node.items.as_slice());
    matches!(items, Some([item]) if matches!(item.node, Selection::Field(_)))
}

impl Watch {
    /// What it costs to begin.
    pub fn cost(&self) -> usize {
        self.sound.cost
    }

    /// Whether there is more to tell than was told at once.
    pub fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// What became known since it was asked last. Cheap where no event changed: ask as often as you like.
    ///
    /// A failure of ours, such as a database that is away, is not told: the next look tells what this one would have.
    pub async fn news(&mut self) -> Vec<Answer> {
        let seen = self.seen;
        if !self.is_behind && seen == Some(revision(&self.schema)) {
            return Vec::new();
        }
        let looked = tokio::time::timeout(ANSWER_TIME_MAX, self.look()).await;
        match looked {
            Ok(Ok(answers)) => answers,
            Ok(Err(_)) | Err(_) => {
                self.is_behind = false;
                self.seen = seen;
                Vec::new()
            }
        }
    }

    async fn look(&mut self) -> Result<Vec<Answer>, Answer> {
        let context = &self.schema.context;
        let moment = Moment::of(context, false).at(context.clock.now()).direct(self.sound.known.is_direct);
        self.seen = Some((moment.snapshot.epoch(), moment.snapshot.revision()));
        let request = self.sound.request(&self.schema, &Arc::new(moment)).data(Arc::clone(&self.news));
        let sound = &self.sound;
        let told = self.schema.inner.execute_stream(request).map(|response| sound.answered(response));
        let answers: Vec<Answer> = told.collect().await;
        match self.news.close() {
            Some(is_behind) => {
                self.is_behind = is_behind;
                Ok(answers)
            }
            None => Err(answers.into_iter().next().unwrap_or_else(failed)),
        }
    }
}

fn revision(schema: &Schema) -> (u64, i64) {
    let snapshot = schema.context.index.snapshot();
    (snapshot.epoch(), snapshot.revision())
}

fn failed() -> Answer {
    Answer::refused(Outcome::Refused, Code::Internal, INTERNAL_MESSAGE)
}
