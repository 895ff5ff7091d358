//! What was read, as numbers: they keep the work from being optimised away, and show that two programs read the same.

#[derive(Default)]
pub struct Tally {
    pub files: usize,
    pub unreadable: usize,
    /// Imported or undefined names.
    pub names: usize,
    /// Bytes of those names.
    pub name_bytes: usize,
    pub ordinals: usize,
    pub exports: usize,
    pub hooks: usize,
    pub libraries: usize,
    pub versions: usize,
    /// Build-ids, CodeView records and LC_UUIDs.
    pub identities: usize,
}

impl Tally {
    pub fn name(&mut self, name: &str) {
        self.names += 1;
        self.name_bytes += name.len();
    }

    pub fn export(&mut self, name: &str) {
        self.exports += 1;
        if ["PyInit", "PyModExport", "init"].iter().any(|prefix| name.starts_with(prefix)) {
            self.hooks += 1;
        }
    }

    pub fn json(&self) -> String {
        let parts = [
            ("files", self.files),
            ("unreadable", self.unreadable),
            ("names", self.names),
            ("nameBytes", self.name_bytes),
            ("ordinals", self.ordinals),
            ("exports", self.exports),
            ("hooks", self.hooks),
            ("libraries", self.libraries),
            ("versions", self.versions),
            ("identities", self.identities),
        ];
        let fields: Vec<String> =
            parts.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", fields.join(","))
    }
}
