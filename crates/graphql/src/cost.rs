//! What a document costs, known before anything of it is executed.
//!
//! An extension of the engine would make every field of every answer slower, so the one that learns the cost stands in a
//! schema of its own that validates and goes no further.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_graphql::{
    Response, ServerError, ValidationResult, async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
};

/// What was measured: the cost and one, or nothing yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measured(Arc<AtomicUsize>);

impl Measured {
    fn note(&self, cost: usize) {
        self.0.store(cost.saturating_add(1), Ordering::Relaxed);
    }

    /// The cost, or why the document is refused.
    pub(crate) fn told(&self, response: Response) -> Result<usize, Vec<ServerError>> {
        self.0.load(Ordering::Relaxed).checked_sub(1).ok_or(response.errors)
    }
}

/// Validates, notes the cost and stops there.
pub(crate) struct Scales;

impl ExtensionFactory for Scales {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Scales {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await?;
        if let Some(measured) = ctx.data_opt::<Measured>() {
            measured.note(result.complexity);
        }
        Err(Vec::new())
    }
}
