//! Work and wares: jobs, departments, products.

use rand::rngs::ChaCha8Rng;

use crate::schema::sample::draw;

const JOBS: &[&str] = &[
    "Account Manager",
    "Accountant",
    "Architect",
    "Art Director",
    "Business Analyst",
    "Civil Engineer",
    "Customer Support Agent",
    "Data Analyst",
    "Data Engineer",
    "Designer",
    "Electrician",
    "Financial Analyst",
    "Head of Sales",
    "HR Manager",
    "Journalist",
    "Legal Counsel",
    "Logistics Coordinator",
    "Marketing Manager",
    "Nurse",
    "Office Manager",
    "Operations Manager",
    "Pharmacist",
    "Product Manager",
    "Project Manager",
    "Quality Engineer",
    "Recruiter",
    "Research Assistant",
    "Sales Representative",
    "Software Engineer",
    "Teacher",
    "Technical Writer",
    "UX Designer",
];
const DEPARTMENTS: &[&str] = &[
    "Customer Service",
    "Engineering",
    "Finance",
    "Human Resources",
    "IT",
    "Legal",
    "Logistics",
    "Marketing",
    "Operations",
    "Purchasing",
    "Research",
    "Sales",
];
const QUALITIES: &[&str] =
    &["Classic", "Compact", "Foldable", "Handmade", "Large", "Lightweight", "Modern", "Portable", "Small", "Vintage"];
const MATERIALS: &[&str] =
    &["Bamboo", "Canvas", "Ceramic", "Cotton", "Glass", "Leather", "Linen", "Oak", "Steel", "Wool"];
const WARES: &[&str] = &[
    "Armchair",
    "Backpack",
    "Basket",
    "Blanket",
    "Bookshelf",
    "Bowl",
    "Coffee Table",
    "Cutting Board",
    "Desk Lamp",
    "Floor Lamp",
    "Mug",
    "Notebook Cover",
    "Planter",
    "Side Table",
    "Stool",
    "Teapot",
    "Tote Bag",
    "Tray",
    "Vase",
    "Wall Clock",
];

pub(in crate::schema) fn job(rng: &mut ChaCha8Rng) -> &'static str {
    draw::word(rng, JOBS)
}

pub(in crate::schema) fn department(rng: &mut ChaCha8Rng) -> &'static str {
    draw::word(rng, DEPARTMENTS)
}

/// The name of something that is sold.
pub(in crate::schema) fn product(rng: &mut ChaCha8Rng) -> String {
    format!("{} {} {}", draw::word(rng, QUALITIES), draw::word(rng, MATERIALS), draw::word(rng, WARES))
}
