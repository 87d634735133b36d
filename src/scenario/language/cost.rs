//! What a run may cost: steps and bytes, counted down. Invariant: work is paid for before it is done.

use crate::scenario::expression::ExpressionError;

/// What is left to spend. A step is a node of a tree or an item of a list: some ten nanoseconds.
#[derive(Debug)]
pub(in crate::scenario) struct Cost {
    steps: u64,
    bytes: usize,
    room: usize,
    whole: (u64, usize),
}

/// How many bytes may be worked with for each one that comes out.
const WORK: usize = 4;

impl Cost {
    /// For an expression: little.
    pub(in crate::scenario) fn of_expression() -> Self {
        Self::new(100_000, 1 << 20)
    }

    /// For a text: 1 MiB.
    pub(in crate::scenario) fn of_template() -> Self {
        Self::new(500_000, 1 << 20)
    }

    /// For a body: 16 MiB.
    pub(in crate::scenario) fn of_blueprint() -> Self {
        Self::new(2_000_000, 16 << 20)
    }

    fn new(steps: u64, room: usize) -> Self {
        Self { steps, bytes: room * WORK, room, whole: (steps, room) }
    }

    /// Pays for so many steps.
    pub(super) fn steps(&mut self, steps: usize) -> Result<(), ExpressionError> {
        let left = u64::try_from(steps).ok().and_then(|steps| self.steps.checked_sub(steps));
        self.steps = left.ok_or_else(|| too_much(format!("it takes more than {} steps", self.whole.0)))?;
        Ok(())
    }

    /// Pays for a text of so many bytes that is worked with.
    pub(super) fn bytes(&mut self, bytes: usize) -> Result<(), ExpressionError> {
        let left = self.bytes.checked_sub(bytes);
        self.bytes = left.ok_or_else(|| self.too_long())?;
        Ok(())
    }

    /// Pays for so many bytes that come out.
    pub(in crate::scenario) fn room(&mut self, bytes: usize) -> Result<(), ExpressionError> {
        let left = self.room.checked_sub(bytes);
        self.room = left.ok_or_else(|| self.too_long())?;
        Ok(())
    }

    fn too_long(&self) -> ExpressionError {
        too_much(format!("it makes more than {} MiB of text", self.whole.1 >> 20))
    }
}

fn too_much(message: String) -> ExpressionError {
    ExpressionError { message, help: None }
}
