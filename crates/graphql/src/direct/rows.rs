//! A list of rows, written directly where that can be.

use std::borrow::Cow;

use super::{Env, Page, Selected, Shape};
use crate::context::{Moment, moment_of};
use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, parser::types::Field, registry::Registry,
    resolver_utils::resolve_list,
};

/// A list of rows of one type. For clients it is a list like any other.
pub(crate) struct Rows<T: 'static> {
    pub(crate) rows: Vec<T>,
    pub(crate) shape: &'static Shape<T>,
    pub(crate) env: Env,
}

impl<T: Send + Sync> Rows<T> {
    fn written(&self, ctx: &ContextSelectionSet<'_>, moment: &Moment) -> Option<Value> {
        let fragments = &ctx.query_env.fragments;
        let plan = Selected { set: &ctx.item.node, fragments, env: self.env }.plan(self.shape)?;
        let mut page = Page::default();
        page.list(&self.rows, |row, page| {
            // What is too long is refused in the end, and need not become longer.
            if moment.has_room_for(page.len()) {
                plan.write(row, page);
            } else {
                page.null();
            }
        });
        moment.note_written(page.len());
        Some(page.value())
    }
}

impl<T: OutputType + 'static> OutputType for Rows<T> {
    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<T>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let written = moment_of(ctx).filter(|moment| moment.is_direct).and_then(|moment| self.written(ctx, moment));
        match written {
            Some(written) => Ok(written),
            None => resolve_list(ctx, field, &self.rows, Some(self.rows.len())).await,
        }
    }
}
