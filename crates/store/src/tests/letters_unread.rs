//! Readers who asked for what is no more.

use crate::tests::{
    databases::for_each_database,
    letters::{reader_without_question, wishes},
};
use chrono::TimeDelta;
use hobnob_domain::{UnreadFilter, Wishes, filter_line};
use sea_orm::ConnectionTrait as _;

#[tokio::test]
async fn a_reader_whose_wishes_nobody_understands_any_more_keeps_nobody_elses_letter() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        let due_at = store.subscriber(id).await.unwrap().unwrap().next_due_at.unwrap();
        let forget = "UPDATE subscribers SET filters = 'niche=once-in-our-own-taxonomy'";
        store.writer.execute_unprepared(forget).await.unwrap();
        let due = store.subscribers_due(due_at, 10, None).await.unwrap();
        assert_eq!(due.known, []);
        let [(reader, fault)] = &due.unfit[..] else { panic!("{due:?}") };
        assert_eq!(*reader, id);
        let said = fault.to_string();
        assert!(said.contains("`once-in-our-own-taxonomy` is no niche") && said.contains("HOBNOB_NICHES"), "{said}");
        let written = store.subscriber_written(id).await.unwrap().unwrap();
        let (query, wrong) = written.filters.first().unwrap();
        assert_eq!((written.filters.len(), query.as_str()), (1, "niche=once-in-our-own-taxonomy"));
        assert!(wrong.as_ref().is_some_and(|wrong| wrong.contains("is no niche")), "{wrong:?}");
        assert_eq!(written.known, Wishes { filters: Vec::new(), ..wishes() });
        let (known, unfit) = store.subscribers(None, 10).await.unwrap();
        assert_eq!((known.len(), unfit.len()), (0, 1), "who lists readers is told of it");

        store.subscribers_pass_over(&[id], due_at).await.unwrap();
        store.subscribers_pass_over(&[id], due_at).await.unwrap();
        assert!(store.subscribers_due(due_at, 10, None).await.unwrap().is_empty());
        let again = due_at + TimeDelta::weeks(1);
        assert_eq!(store.subscribers_due(again, 10, None).await.unwrap().unfit.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_reader_of_whose_niches_one_is_no_more_is_told_of_the_rest() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        let due_at = store.subscriber(id).await.unwrap().unwrap().next_due_at.unwrap();
        let forget = "UPDATE subscribers SET filters = 'niche=rust,lost\nniche=lost&kind=meetup\nkind=conference'";
        store.writer.execute_unprepared(forget).await.unwrap();
        let due = store.subscribers_due(due_at, 10, None).await.unwrap();
        assert!(due.unfit.is_empty(), "{due:?}");
        let [known] = &due.known[..] else { panic!("{due:?}") };
        let lines: Vec<String> = known.wishes.filters.iter().map(filter_line::write_line).collect();
        assert_eq!(lines, ["niche=rust", "kind=conference"]);
        let [among, alone] = &known.unread[..] else { panic!("{known:?}") };
        let UnreadFilter { query, reason, narrowed } = among;
        assert_eq!((query.as_str(), narrowed.as_ref()), ("niche=rust,lost", known.wishes.filters.first()));
        assert!(reason.contains("`lost` is no niche"), "{reason}");
        assert_eq!((alone.query.as_str(), &alone.narrowed), ("niche=lost&kind=meetup", &None));
        let written = store.subscriber_written(id).await.unwrap().unwrap();
        assert_eq!(written.filters.len(), 3, "their page shows all that they wrote");
    })
    .await;
}
