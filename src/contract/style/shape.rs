//! What the schema of a parameter or property expects at its top: all of a schema that decoding needs to know.
//! It holds no limits and no types of scalars.

/// The outline of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string, number, boolean or null.
    Scalar,
    /// An array; its items are read by what their text looks like.
    Array,
    /// An object.
    Object {
        /// The declared properties.
        properties: Vec<Property>,
        /// Whether other properties are allowed.
        open: bool,
    },
    /// The schema does not tell: text that stands alone stays text, what is repeated becomes an array.
    Any,
}

/// A declared property of an object. A recursive schema has to be cut off somewhere: with an open object without
/// properties, or [`Shape::Any`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The name as the schema has it.
    pub name: String,
    /// What the property itself expects.
    pub shape: Shape,
}

impl Shape {
    /// The declared properties; none for what is no object.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        match self {
            Self::Object { properties, .. } => properties,
            _ => &[],
        }
    }

    /// What the property `name` expects; [`Shape::Any`] when it is not declared.
    #[must_use]
    pub fn member(&self, name: &str) -> &Self {
        self.properties().iter().find(|property| property.name == name).map_or(&Self::Any, |property| &property.shape)
    }
}
