//! A snapshot written down, so that a process that starts again need not read every event. What follows from the rest is
//! not written, and neither are the special events: their sittings depend on the instant, and they are few.

pub(crate) mod bytes;
mod row;

use std::{
    io::{self, Read, Write},
    sync::Arc,
};

use crate::{
    Index, Snapshot,
    segment::{Body, Segment},
    text::Postings,
    window::{instant, micros},
};
use bytes::{get_bytes, get_i64, get_u64, put_bytes, put_i64, put_u64};
use hobnob_domain::{EventId, NicheId};
use roaring::RoaringBitmap;

/// The first bytes of every snapshot that is written down in this form.
const FORM: &[u8; 8] = b"hobnob 1";

/// For so many events room is made at once: a damaged file may say that there are more.
const ROOM_MAX: u64 = 1 << 22;

/// No snapshot has more segments.
const SEGMENTS_MAX: u64 = 4_096;

impl Snapshot {
    /// Writes it down, for [`Index::restore`] of the same program with the same niches. What is written holds every
    /// word of every event's text, and is to be kept as the database is.
    pub fn save(&self, into: &mut impl Write) -> io::Result<()> {
        into.write_all(FORM)?;
        put_bytes(into, niches().as_bytes())?;
        put_i64(into, self.horizon.map_or(i64::MIN, |horizon| horizon.num_seconds()))?;
        put_i64(into, self.revision)?;
        put_i64(into, micros(self.fresh_until))?;
        put_u64(into, count(self.segments.len()))?;
        self.segments.iter().try_for_each(|segment| segment.save(into))
    }

    /// The events that are not written down.
    fn unsaved(&self) -> impl Iterator<Item = EventId> {
        self.segments.iter().flat_map(|segment| {
            let living = segment.special_numbers().filter(|number| !segment.dead.contains(*number));
            living.filter_map(|number| segment.body.brief(number).map(|brief| brief.id))
        })
    }
}

impl Index {
    /// Becomes what was [saved](Snapshot::save), if it is empty: it has the saved revision from then on. Gives the events
    /// that were not saved; they are to be fetched and [applied](Index::apply) with that revision.
    ///
    /// Fails, and stays empty, where these bytes were written by another program, for other niches or another horizon, or
    /// are damaged; who reads them should know that they are what was written.
    pub fn restore(&self, from: &mut impl Read) -> io::Result<Vec<EventId>> {
        let empty = self.snapshot();
        let mut form = [0; FORM.len()];
        from.read_exact(&mut form)?;
        if form != *FORM || get_bytes(from)? != niches().into_bytes() {
            return Err(unfit("it was written for other niches, or in another form"));
        }
        if get_i64(from)? != empty.horizon.map_or(i64::MIN, |horizon| horizon.num_seconds()) {
            return Err(unfit("it was written for another horizon"));
        }
        let (revision, fresh_until) = (get_i64(from)?, instant(get_i64(from)?));
        let segments = get_u64(from)?;
        if segments > SEGMENTS_MAX {
            return Err(unfit("it is damaged"));
        }
        let segments = (0..segments).map(|_| Segment::restored(from)).collect::<io::Result<Vec<Segment>>>()?;
        let saved = Snapshot { revision, fresh_until, segments, ..Snapshot::clone(&empty) };
        let unsaved = saved.unsaved().collect();
        let segments = saved.segments.iter().map(|segment| {
            let specials: Vec<_> = segment.special_numbers().collect();
            segment.without(&specials)
        });
        let segments = segments.filter(|segment| segment.living() > 0).collect();
        if self.begin(Snapshot { segments, ..saved }) { Ok(unsaved) } else { Err(unfit("the index is not empty")) }
    }
}

impl Segment {
    fn save(&self, into: &mut impl Write) -> io::Result<()> {
        let body = &self.body;
        put_u64(into, u64::from(body.len()))?;
        put_u64(into, u64::from(body.singles()))?;
        (0..body.len()).filter_map(|number| body.line(number)).try_for_each(|line| row::put(into, &line))?;
        body.text.save(into)?;
        self.dead.serialize_into(into)
    }

    /// What was saved, without the sittings of its special events.
    fn restored(from: &mut impl Read) -> io::Result<Self> {
        let (len, singles) = (get_u64(from)?, get_u64(from)?);
        if len >= u64::from(u32::MAX) || singles > len {
            return Err(unfit("it is damaged"));
        }
        let mut body = Body::with_capacity(usize::try_from(len.min(ROOM_MAX)).unwrap_or_default());
        let mut row = row::Row::new();
        for number in 0..len {
            let line = row.get(from)?;
            // Who takes place once comes first, in order.
            let is_in_order = match (line.once, body.starts.last().copied()) {
                (Some((starts, ends)), last) => number < singles && starts <= ends && last <= Some(starts),
                (None, _) => number >= singles,
            };
            if !is_in_order {
                return Err(unfit("it is damaged"));
            }
            body.push(line);
        }
        body.text = Postings::restored(from)?;
        body.finish();
        let dead = RoaringBitmap::deserialize_from(from)?;
        Ok(Self { body: Arc::new(body), specials: Arc::default(), dead: Arc::new(dead) })
    }
}

/// What the niches are: numbers stand for them, and an event of a niche is one of the broader ones too.
fn niches() -> String {
    let line = |niche: NicheId| {
        let closure: Vec<&str> = niche.closure().iter().map(|niche| niche.slug()).collect();
        format!("{} {}\n", niche.slug(), closure.join(" "))
    };
    NicheId::all().map(line).collect()
}

fn count(many: usize) -> u64 {
    u64::try_from(many).unwrap_or(u64::MAX)
}

fn unfit(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_owned())
}
