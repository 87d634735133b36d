//! From definitions to plans: names become positions, and all that may make a member is put in its order.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::cost::Cost;
use super::draw;
use super::foreseen::dates;
use super::group::GroupPlan;
use super::kept::Kept;
use super::plan::{Key, Member, Origin, Partition, Plan, Plans, USUAL_SIZE, Way};
use super::recipe::{Names, Recipe, Source, json};
use super::scene::{Pool, ScenePlan};
use crate::collection::definition::{self, Collections, Definition, Field, Make, PartitionBy, Take};
use crate::schema::{Property, Sampler, Side};

impl Plans {
    pub(super) fn of(world: &Collections) -> Self {
        let mut takes = vec![Vec::new(); world.definitions.len()];
        let plans = world.definitions.values().enumerate();
        let mut plans: Vec<Plan> =
            plans.map(|(index, definition)| Builder::new(world, definition, &mut takes).plan(index)).collect();
        for index in 0..plans.len() {
            let dates = dates(&plans, &takes, index, 0);
            if let Some(plan) = plans.get_mut(index) {
                plan.dates = dates;
            }
        }
        Self { plans: plans.into_iter().map(Arc::new).collect(), takes }
    }
}

/// A plan in the making.
struct Builder<'d> {
    world: &'d Collections,
    definition: &'d Definition,
    takes: &'d mut Vec<Vec<Take>>,
    /// The item's properties, where they can be sampled one by one.
    properties: Vec<Property>,
    /// Whether the item can only be sampled as one.
    is_whole: bool,
    /// Whether no field says anything but what is key and time: the item alone says what a row has.
    is_bare: bool,
    members: Vec<Member>,
    by_name: HashMap<Arc<str>, usize>,
    sources: Vec<Source>,
}

/// What names mean to the rows of a collection, or to its scenes.
struct Beside<'b, 'd> {
    builder: &'b mut Builder<'d>,
    /// Where names are those of a scene.
    scene: Option<&'b IndexMap<Arc<str>, Field>>,
}

impl Names for Beside<'_, '_> {
    fn member(&self, name: &str) -> Option<usize> {
        match self.scene {
            Some(fields) => fields.get_index_of(name),
            None => self.builder.by_name.get(name).copied(),
        }
    }

    fn pick(&mut self, collection: &str, take: &Take) -> Option<(usize, usize)> {
        let index = self.builder.world.definitions.get_index_of(collection)?;
        let takes = self.builder.takes.get_mut(index)?;
        let place = takes.iter().position(|known| known == take).unwrap_or_else(|| {
            takes.push(take.clone());
            takes.len() - 1
        });
        Some((index, place))
    }

    fn of_item(&self, name: &str) -> Recipe {
        if self.scene.is_some() { Recipe::Nothing } else { self.builder.of_item(name) }
    }
}

impl<'d> Builder<'d> {
    fn new(world: &'d Collections, definition: &'d Definition, takes: &'d mut Vec<Vec<Take>>) -> Self {
        let schemas = definition.item.zip(world.schemas_of(definition));
        let properties = schemas.map(|(item, schemas)| Sampler::new(schemas).properties(item, Side::Response));
        Self {
            world,
            definition,
            takes,
            is_whole: properties == Some(None),
            is_bare: false,
            properties: properties.flatten().unwrap_or_default(),
            members: Vec::new(),
            by_name: HashMap::new(),
            sources: Vec::new(),
        }
    }

    fn plan(mut self, index: usize) -> Plan {
        let definition = self.definition;
        self.name_members();
        let key_recipe = self.key_recipe();
        for position in 0..self.members.len() {
            let source = self.source(position, key_recipe.as_ref());
            let source = source.map(|source| self.add(source));
            let (key, time) = (&definition.key, &definition.time);
            if let Some(member) = self.members.get_mut(position) {
                member.source = source;
                member.is_given = key.as_ref().is_some_and(|key| key.field == member.name)
                    || time.as_ref().is_some_and(|time| time.field == member.name)
                    || definition.fields.get(&member.name).is_some_and(|field| field.is_hidden);
            }
        }
        let scenes = definition.scenes.as_ref().map(|scenes| self.scenes(scenes));
        let groups: Vec<GroupPlan> = definition.groups.iter().map(|(name, group)| self.group(name, group)).collect();
        let position = |name: &str| definition_index(self.world, name);
        let kept = Kept::of(definition);
        let origin = match &definition.origin {
            definition::Origin::Made | definition::Origin::Written(_) => Origin::Made,
            definition::Origin::Read(rows) => Origin::Read(Arc::clone(rows)),
            definition::Origin::Pairs(of) => Origin::Pairs(position(of)),
        };
        let mut plan = Plan {
            index,
            name: Arc::clone(&definition.name),
            partition: match &definition.partition {
                PartitionBy::Nothing => Partition::Nothing,
                PartitionBy::Any => Partition::Any,
                PartitionBy::Rows(of) => Partition::Rows(position(of)),
            },
            size: definition.size.unwrap_or(USUAL_SIZE),
            key: self.key(&origin),
            time: self.time(&origin),
            kept,
            origin,
            whole: definition.item.filter(|_| self.is_whole),
            members: self.members,
            by_name: self.by_name,
            sources: self.sources,
            scenes,
            groups,
            dates: Vec::new(),
            costs: Vec::new(),
        };
        plan.costs = (0..plan.members.len()).map(|member| Cost::of(&plan, member)).collect();
        plan
    }

    /// Gives every member its position.
    fn name_members(&mut self) {
        let definition = self.definition;
        let (key, time) = (&definition.key, &definition.time);
        let own: Vec<&Arc<str>> = key.iter().map(|key| &key.field).chain(time.iter().map(|time| &time.field)).collect();
        self.is_bare = definition.fields.keys().all(|name| own.contains(&name));
        let is_bare = self.is_bare;
        let properties: Vec<(Arc<str>, bool)> =
            self.properties.iter().map(|property| (Arc::from(property.name.as_str()), property.is_required)).collect();
        let placed = |name: &Arc<str>| {
            definition.fields.contains_key(name) || is_bare && properties.iter().any(|(known, _)| known == name)
        };
        for name in own {
            if !placed(name) {
                self.name(name);
            }
        }
        if is_bare {
            for (name, _) in &properties {
                self.name(name);
            }
        }
        definition.fields.keys().for_each(|name| self.name(name));
        let lines = definition.scenes.iter().flat_map(|scenes| scenes.pools.values().flatten());
        let lined: Vec<&Arc<str>> = lines.flat_map(|script| script.lines.iter().flat_map(IndexMap::keys)).collect();
        let groups = definition.groups.iter();
        let grouped: Vec<&Arc<str>> =
            groups.flat_map(|(_, group)| group.leader.keys().chain(group.follower.keys())).collect();
        lined.iter().chain(&grouped).for_each(|name| self.name(name));
        properties.iter().filter(|(_, is_required)| *is_required).for_each(|(name, _)| self.name(name));
        let (lined, grouped): (HashSet<_>, HashSet<_>) = (lined.into_iter().collect(), grouped.into_iter().collect());
        for member in &mut self.members {
            member.is_lined = lined.contains(&member.name);
            member.is_grouped = grouped.contains(&member.name);
        }
    }

    fn name(&mut self, name: &Arc<str>) {
        if self.by_name.contains_key(name) {
            return;
        }
        self.by_name.insert(Arc::clone(name), self.members.len());
        let mut label = json(&Value::from(name.as_ref()));
        label.push(b':');
        let is_dated = self.properties.iter().any(|known| known.is_moment && known.name == **name);
        let name = Arc::clone(name);
        self.members.push(Member {
            is_dated,
            name,
            label,
            source: None,
            is_lined: false,
            is_grouped: false,
            is_given: false,
        });
    }

    fn add(&mut self, source: Source) -> usize {
        self.sources.push(source);
        self.sources.len() - 1
    }

    /// What makes keys, if they are not written out.
    fn key_recipe(&self) -> Option<Recipe> {
        let key = self.definition.key.as_ref()?;
        match (&key.join, &key.shape) {
            (Some(member), _) => Some(Recipe::Join(Arc::clone(member))),
            (None, Some(_)) => Some(Recipe::Key),
            (None, None) => None,
        }
    }

    /// What makes a member where no group and no scene says.
    fn source(&mut self, position: usize, key: Option<&Recipe>) -> Option<Source> {
        let definition = self.definition;
        let name = Arc::clone(&self.members.get(position)?.name);
        let field = definition.fields.get(&name);
        let usual = if definition.key.as_ref().is_some_and(|key| key.field == name) {
            key.map(|key| match key {
                Recipe::Join(member) => Recipe::Join(Arc::clone(member)),
                _ => Recipe::Key,
            })
        } else {
            definition.time.as_ref().is_some_and(|time| time.field == name).then_some(Recipe::Time)
        };
        match (field, usual) {
            // A field that says nothing of how it is made only says where it stands, and whether it is there.
            (Some(field), Some(usual)) if matches!(field.make, Make::Schema) => {
                Some(Source { is_hidden: field.is_hidden, ..Source::always(usual) })
            }
            (Some(field), _) => Some(Source::of(&name, field, &mut Beside { builder: self, scene: None })),
            (None, Some(usual)) => Some(Source::always(usual)),
            // What only scenes and groups speak of is nowhere else, unless the item needs it.
            (None, None) if self.is_bare || self.is_required(&name) => match self.of_item(&name) {
                Recipe::Nothing | Recipe::OfWhole(_) => None,
                recipe => Some(Source::always(recipe)),
            },
            (None, None) => None,
        }
    }

    fn is_required(&self, name: &str) -> bool {
        self.properties.iter().any(|property| property.is_required && property.name == name)
    }

    /// What the item says of a member.
    fn of_item(&self, name: &str) -> Recipe {
        let Some(item) = self.definition.item else { return Recipe::Nothing };
        if self.is_whole {
            return Recipe::OfWhole(Arc::from(name));
        }
        match self.properties.iter().find(|property| property.name == name) {
            Some(property) => Recipe::Schema(item, Arc::from(name), property.is_moment),
            None => Recipe::Nothing,
        }
    }

    fn over(&mut self, fields: &IndexMap<Arc<str>, Field>) -> Vec<(usize, usize)> {
        let mut over = Vec::new();
        for (name, field) in fields {
            let mut source = Source::of(name, field, &mut Beside { builder: self, scene: None });
            // A member that is hidden is so however it is made.
            source.is_hidden |= self.definition.fields.get(name).is_some_and(|usual| usual.is_hidden);
            if let Some(member) = self.by_name.get(name).copied() {
                over.push((member, self.add(source)));
            }
        }
        over
    }

    fn scenes(&mut self, scenes: &definition::Scenes) -> ScenePlan {
        let mut fields = Vec::new();
        for (name, field) in &scenes.fields {
            let source = Source::of(name, field, &mut Beside { builder: self, scene: Some(&scenes.fields) });
            fields.push((Arc::clone(name), self.add(source)));
        }
        let mut pools = Vec::new();
        for (name, scripts) in &scenes.pools {
            let ends = draw::ends(scripts.iter().map(|script| script.weight));
            let lines = |script: &definition::Script| script.lines.iter().map(|line| self.over(line)).collect();
            pools.push((Arc::clone(name), Pool { ends, scripts: scripts.iter().map(lines).collect() }));
        }
        ScenePlan { rows: scenes.rows.max(1), fields, pool: scenes.pool.clone(), pools }
    }

    fn group(&mut self, name: &Arc<str>, group: &definition::Group) -> GroupPlan {
        GroupPlan {
            name: Arc::clone(name),
            every: group.every,
            rate: draw::likelihood(group.rate),
            followers: group.followers,
            within: group.within,
            leader: self.over(&group.leader),
            follower: self.over(&group.follower),
        }
    }

    /// Whether nothing but the usual recipe makes a member.
    fn is_usual(&self, name: &str) -> bool {
        let member = self.by_name.get(name).and_then(|member| self.members.get(*member));
        member.is_some_and(|member| {
            let source = member.source.and_then(|source| self.sources.get(source));
            let is_usual = |source: &Source| matches!(source.recipe, Recipe::Key | Recipe::Time | Recipe::Join(_));
            !member.is_lined && !member.is_grouped && source.is_some_and(is_usual)
        })
    }

    fn key(&self, origin: &Origin) -> Option<Key> {
        let key = self.definition.key.as_ref();
        if let Origin::Read(rows) = origin
            && let Some(name) = rows.key()
        {
            return Some(Key { name: Arc::from(name), way: Way::Looked });
        }
        let key = key?;
        let way = match (&key.join, &key.shape) {
            _ if !self.is_usual(&key.field) => Way::Looked,
            (Some(member), _) => Way::Joined(Arc::clone(member)),
            (None, Some(shape)) => Way::Counted(shape.clone()),
            (None, None) => Way::Looked,
        };
        Some(Key { name: Arc::clone(&key.field), way })
    }

    /// The time, where the timeline makes it for all rows that do not have it already.
    fn time(&self, origin: &Origin) -> Option<(usize, definition::Time)> {
        let time = self.definition.time.clone()?;
        let is_theirs = matches!(origin, Origin::Read(rows) if !rows.lacks(&time.field));
        let position = self.by_name.get(&time.field).copied()?;
        (self.is_usual(&time.field) && !is_theirs).then_some((position, time))
    }
}

fn definition_index(world: &Collections, name: &str) -> Option<usize> {
    world.definitions.get_index_of(name)
}
