//! Rows that belong together: scenes, whose rows follow a script, and groups, of which one row leads.

use std::sync::Arc;

use super::{Binding, placed};
use crate::base::Place;
use crate::collection::{Group, Scenes, Script};
use crate::scenario::format;

impl Binding<'_> {
    pub(super) fn scenes(&mut self) -> Option<Scenes> {
        let written = self.written.scenes.as_ref()?;
        let at = self.at.join("scenes");
        let mut pools = indexmap::IndexMap::new();
        for (name, scripts, at) in placed(&written.pools, &at.join("pools")) {
            pools.insert(Arc::from(name.as_str()), self.scripts(written.rows, scripts, &at));
        }
        if pools.is_empty() {
            let help = "write `pools: { main: [{ lines: […] }] }`".to_owned();
            self.faults.tell("scenario-key-missing", &at, "`scenes` needs `pools`".to_owned(), Some(help));
        }
        if let Some(pool) =
            written.pool.as_ref().filter(|pool| !pool.contains('{') && !written.pools.contains_key(*pool))
        {
            let names: Vec<&str> = written.pools.keys().map(String::as_str).collect();
            let message = format!("there is no pool `{pool}`");
            self.faults.refuse(&at.join("pool"), message, format!("there are: {}", names.join(", ")));
        }
        let pool = written.pool.as_ref().and_then(|pool| self.text(pool, &at.join("pool")));
        let fields = self.fields(&written.fields, &at.join("fields"));
        Some(Scenes { rows: written.rows.max(1), fields, pool, pools })
    }

    fn scripts(&mut self, rows: u64, written: &[format::Script], at: &Place) -> Vec<Script> {
        let mut scripts = Vec::new();
        for (index, script) in written.iter().enumerate() {
            let at = at.nth(index);
            let weight = script.weight.unwrap_or(1.0);
            self.weight(weight, &at.join("weight"));
            let lines = script.lines.iter().enumerate();
            let at_lines = at.join("lines");
            let lines: Vec<_> = lines.map(|(line, fields)| self.fields(fields, &at_lines.nth(line))).collect();
            if lines.len() as u64 != rows {
                let message =
                    format!("a scene has {rows} rows, and this script has another number of lines: {}", lines.len());
                let help = "each row of a scene is a line of its script; `{}` is a line that adds nothing".to_owned();
                self.faults.refuse(&at_lines, message, help);
            }
            scripts.push(Script { weight, lines });
        }
        if scripts.iter().all(|script| script.weight <= 0.0) {
            self.faults.refuse(at, "no script of this pool has any weight: there is nothing to play", None);
        }
        scripts
    }

    pub(super) fn groups(&mut self) -> Vec<(Arc<str>, Group)> {
        let at = self.at.join("groups");
        let written = self.written;
        let mut groups = Vec::new();
        for (name, group, at) in placed(&written.groups, &at) {
            let followers = group.followers.unwrap_or([1, 1]);
            let every = group.every.max(2);
            let within = group.within.unwrap_or(every - 1);
            if followers[0] > followers[1] {
                let message = format!("from {} followers to {} there is no number", followers[0], followers[1]);
                let help = format!("write `[{}, {}]`", followers[1], followers[0]);
                self.faults.refuse(&at.join("followers"), message, help);
            } else if followers[1] >= group.every {
                let message = format!("{} followers and their leader are more than {} rows", followers[1], group.every);
                self.faults.refuse(&at.join("followers"), message, "make `every` longer".to_owned());
            } else if within < followers[1] || within >= group.every {
                let message = format!("within {within} rows behind the leader there is no room");
                let help = format!("write a number from {} to {}", followers[1], every - 1);
                self.faults.refuse(&at.join("within"), message, help);
            }
            groups.push((
                Arc::from(name.as_str()),
                Group {
                    every,
                    rate: group.rate.map_or(1.0, |share| share.0 / 100.0),
                    followers: (followers[0], followers[1]),
                    within,
                    leader: self.fields(&group.leader, &at.join("leader")),
                    follower: self.fields(&group.follower, &at.join("follower")),
                },
            ));
        }
        groups
    }
}
