//! A system as a report shows it: which files and services it is made of, and where it is open to the world.

use crate::automata::network::Assumption;
use crate::program::Program;
use crate::system::{self, Usage};

/// One system that was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct System {
    /// Its name.
    pub name: String,
    /// The files that it is read from, as people see them, in order.
    pub files: Vec<String>,
    /// Its running services, each name once; those of the standard packages do not count.
    pub services: Vec<String>,
    /// The input ports that nobody inside calls: what the world outside may call.
    pub open_ports: Vec<String>,
    /// What could not be followed, and is assumed.
    pub assumptions: Vec<Assumption>,
}

impl System {
    /// What a report shows of `systems`, each with what was assumed when it was judged; of a program without any, its files,
    /// under the name that was chosen.
    #[must_use]
    pub fn all(
        program: &Program,
        systems: &[system::System],
        assumptions: Vec<Vec<Assumption>>,
        name: &str,
    ) -> Vec<Self> {
        if systems.is_empty() {
            return vec![Self::without_services(program, name)];
        }
        let shown = systems.iter().zip(assumptions);
        let shown = shown.map(|(system, assumptions)| {
            let mut shown = Self::of(program, system);
            // Those of its bindings are among them where it was judged.
            for assumption in assumptions {
                if !shown.assumptions.contains(&assumption) {
                    shown.assumptions.push(assumption);
                }
            }
            shown
        });
        shown.collect()
    }

    /// What a report shows of files in which no service runs.
    fn without_services(program: &Program, name: &str) -> Self {
        let asked = program.modules.iter().filter(|module| module.asked);
        let mut files: Vec<String> = asked.map(|module| module.name.clone()).collect();
        files.sort();
        Self {
            name: name.to_owned(),
            files,
            ..Self::default()
        }
    }

    /// What a report shows of `system`, with the assumptions of its bindings.
    fn of(program: &Program, system: &system::System) -> Self {
        let files = system.files.iter().filter_map(|source| {
            let mut modules = program.modules.iter();
            modules.find(|module| module.source == *source)
        });
        let mut files: Vec<String> = files.map(|module| module.name.clone()).collect();
        files.sort();
        let running = system.instances.iter();
        let inputs = system.instances.iter().flat_map(|running| &running.inputs);
        let open = inputs.filter(|(_, usage)| **usage == Usage::Open);
        Self {
            name: system.name.clone(),
            files,
            services: running.map(|running| running.name.to_string()).collect(),
            open_ports: open.map(|(name, _)| name.to_string()).collect(),
            assumptions: system.assumptions.clone(),
        }
    }
}
