//! The layers are a law: this test reads the workspace and names every arrow, owner and module that breaks it.

#[path = "architecture/bites.rs"]
mod bites;
#[path = "architecture/law.rs"]
mod law;

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{DependencyKind, MetadataCommand};
use law::{Crate, LAW, Law, MayName};

/// A workspace as far as the law cares: its members in the order of the manifest, with what each one names outside of
/// its tests, and its modules.
#[derive(Clone, Debug, Default)]
struct Workspace {
    members: Vec<Member>,
}

#[derive(Clone, Debug, Default)]
struct Member {
    name: String,
    /// Packages that the crate or its build script names; what only its tests name is left out.
    names: Vec<String>,
    /// Files and folders of its `src`, from the crate's own folder.
    modules: Vec<PathBuf>,
}

impl Workspace {
    /// Reads the workspace this test belongs to. Needs no network: dependencies are not resolved.
    fn read() -> Result<Self, Box<dyn Error>> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let metadata = MetadataCommand::new()
            .manifest_path(manifest)
            .no_deps()
            .other_options(["--offline".to_owned(), "--locked".to_owned()])
            .exec()?;
        let root = metadata.workspace_root.clone().into_std_path_buf();
        let mut found = BTreeMap::new();
        for package in &metadata.packages {
            let names = package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development);
            let folder = package.manifest_path.parent().ok_or("a manifest without a folder")?.as_std_path();
            let member = Member {
                name: package.name.to_string(),
                names: names.map(|dependency| dependency.name.clone()).collect(),
                modules: modules(folder)?,
            };
            found.insert(folder.to_owned(), member);
        }
        let members = listed(&root)?.into_iter().filter_map(|folder| found.remove(&folder)).collect();
        match found.into_values().next() {
            Some(member) => Err(format!("{} is reached but not listed in `members`", member.name).into()),
            None => Ok(Self { members }),
        }
    }

    fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

/// The folders of `members`, in the order in which a reader meets them; Cargo's own list is in another one.
fn listed(root: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml"))?.parse()?;
    let members = manifest.get("workspace").and_then(|w| w.get("members")).and_then(toml::Value::as_array);
    let members = members.ok_or("the root manifest lists no members")?;
    Ok(members.iter().filter_map(toml::Value::as_str).map(|member| root.join(member)).collect())
}

/// Every file and folder under a crate's `src`.
fn modules(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let (mut found, mut open) = (Vec::new(), vec![folder.join("src")]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
            }
            found.push(entry.path().strip_prefix(folder)?.to_owned());
        }
    }
    found.sort();
    Ok(found)
}

impl Law {
    fn place(&self, name: &str) -> Option<&Crate> {
        self.crates.iter().find(|known| known.name == name)
    }

    /// Everything in the workspace that breaks the law, each with the reason of the rule it breaks.
    fn breaches(&self, workspace: &Workspace) -> Vec<String> {
        let rules = [Self::homeless, Self::arrows, Self::owners, Self::abstainers, Self::order, Self::empty_modules];
        rules.iter().flat_map(|rule| rule(self, workspace)).collect()
    }

    /// Every crate has a layer.
    fn homeless(&self, workspace: &Workspace) -> Vec<String> {
        let without = workspace.members.iter().filter(|member| self.place(&member.name).is_none());
        without.map(|member| format!("{} has no layer: give it one in law.rs", member.name)).collect()
    }

    /// Crates name only the crates they may.
    fn arrows(&self, workspace: &Workspace) -> Vec<String> {
        let mut breaches = Vec::new();
        for member in &workspace.members {
            let Some(from) = self.place(&member.name) else { continue };
            for name in member.names.iter().filter(|name| workspace.member(name).is_some()) {
                let is_allowed = match from.may_name {
                    MayName::Only(allowed) => allowed.contains(&name.as_str()),
                    MayName::AllBelow => self.place(name).is_some_and(|to| to.layer < from.layer),
                };
                if !is_allowed {
                    breaches.push(format!("{} may not name {name}: {}", from.name, from.because));
                }
            }
        }
        breaches
    }

    /// Heavyweight packages are named by their owners only.
    fn owners(&self, workspace: &Workspace) -> Vec<String> {
        let mut breaches = Vec::new();
        for member in workspace.members.iter().filter(|member| member.name != "hobnob-tests") {
            for heavy in self.heavyweights {
                let is_named = member.names.iter().any(|name| name == heavy.package);
                if is_named && !heavy.owners.contains(&member.name.as_str()) {
                    breaches.push(format!(
                        "{} may not name {}, which belongs to {:?}: {}",
                        member.name, heavy.package, heavy.owners, heavy.because
                    ));
                }
            }
        }
        breaches
    }

    /// Pure crates do without what would make them impure.
    fn abstainers(&self, workspace: &Workspace) -> Vec<String> {
        let mut breaches = Vec::new();
        for abstinence in self.abstinences {
            let names = workspace.member(abstinence.name).map(|member| member.names.as_slice()).unwrap_or_default();
            for name in names.iter().filter(|name| abstinence.never.contains(&name.as_str())) {
                breaches.push(format!("{} must do without {name}: {}", abstinence.name, abstinence.because));
            }
        }
        breaches
    }

    /// Members are listed in reading order.
    fn order(&self, workspace: &Workspace) -> Vec<String> {
        let listed: Vec<&str> = workspace.members.iter().map(|member| member.name.as_str()).collect();
        let wanted: Vec<&str> = self.crates.iter().map(|known| known.name).collect();
        let is_read = listed == wanted;
        if is_read { Vec::new() } else { vec![format!("members are not in reading order: {listed:?}, not {wanted:?}")] }
    }

    /// No module has a name that says nothing.
    fn empty_modules(&self, workspace: &Workspace) -> Vec<String> {
        let mut breaches = Vec::new();
        for member in &workspace.members {
            for module in &member.modules {
                let stem = module.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                if self.empty_names.contains(&stem) {
                    breaches.push(format!("{}: {} says nothing: name the idea", member.name, module.display()));
                }
            }
        }
        breaches
    }

    /// What is wrong with the law itself: an arrow that does not point down, or to a crate read later.
    fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (position, from) in self.crates.iter().enumerate() {
            let MayName::Only(allowed) = from.may_name else { continue };
            for name in allowed {
                let read_before = self.crates.iter().take(position).find(|known| known.name == *name);
                if read_before.is_none_or(|to| to.layer >= from.layer) {
                    found.push(format!("{} -> {name} does not point down to a crate read before", from.name));
                }
            }
        }
        found
    }
}

#[test]
fn the_workspace_keeps_the_law() {
    let workspace = Workspace::read().expect("the workspace can be read");
    assert_eq!(LAW.breaches(&workspace), Vec::<String>::new());
}

#[test]
fn the_law_points_down() {
    assert_eq!(LAW.contradictions(), Vec::<String>::new());
}

#[test]
fn every_rule_is_about_a_crate_that_exists() {
    let owners = LAW.heavyweights.iter().flat_map(|heavy| heavy.owners).copied();
    let named = owners.chain(LAW.abstinences.iter().map(|abstinence| abstinence.name));
    let unknown: Vec<&str> = named.filter(|name| LAW.place(name).is_none()).collect();
    assert_eq!(unknown, Vec::<&str>::new());
}
