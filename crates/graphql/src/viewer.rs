//! Who asks.

use crate::{
    context::moment,
    error::{Code, fault},
};
use async_graphql::{Context, Result};

/// Who asks, as far as HTTP knows. Reading needs no name; some changes are an administrator's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody who showed no token.
    #[default]
    Anyone,
    /// Somebody whose token opens nothing.
    Stranger,
    /// Nobody can be let in: the instance has no administrator's token.
    NobodyIsLetIn,
    /// Somebody who showed the administrator's token.
    Administrator,
}

/// The network that asks, where what is asked from there is counted. Not for logs.
#[derive(Clone, Default)]
pub(crate) struct Client(pub(crate) Option<String>);

/// Lets administrators pass. An answer that depends on who asks is nobody else's, so it is not kept.
pub(crate) fn administrator(ctx: &Context<'_>) -> Result<()> {
    moment(ctx)?.note_for_one();
    let message = match ctx.data_opt::<Viewer>().copied().unwrap_or_default() {
        Viewer::Administrator => return Ok(()),
        Viewer::Anyone => {
            "this is for administrators: send the instance's token as `Authorization: Bearer …`, by HTTPS only"
        }
        Viewer::Stranger => "the token in `Authorization` is not the administrator's",
        Viewer::NobodyIsLetIn => {
            "this instance lets no administrator in: set HOBNOB_ADMIN_TOKEN to 16 characters or more, and start it again"
        }
    };
    Err(fault(Code::Unauthenticated, message))
}
