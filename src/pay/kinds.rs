//! The closed sets: periods, components, statistics, levels, employment; and the currency code.

use std::fmt;

/// A closed set of values with one name each, as the contract and the data files write it.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in the contract.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

named! {
    /// The time that an amount of pay is for.
    PayPeriod {
        /// One hour.
        Hour = "hour",
        /// One working day.
        Day = "day",
        /// One week.
        Week = "week",
        /// One month.
        Month = "month",
        /// One year.
        Year = "year",
    }
}

named! {
    /// The part of pay that an amount is.
    PayComponent {
        /// Base salary, before bonus and equity.
        Base = "base",
        /// All of it: base, bonus and equity, or what the source calls total.
        Total = "total",
        /// Bonus, commission, profit sharing or other cash on top.
        Bonus = "bonus",
        /// Shares, options, stock units.
        Equity = "equity",
        /// The source does not say.
        Unspecified = "unspecified",
    }
}

named! {
    /// What kind of number a figure is.
    PayStatistic {
        /// From low to high.
        Range = "range",
        /// A mean, or what the source calls average or typical.
        Average = "average",
        /// The middle value.
        Median = "median",
        /// At least so much.
        Minimum = "minimum",
        /// At most so much.
        Maximum = "maximum",
        /// A named percentile.
        Percentile = "percentile",
        /// What one starts on.
        Starting = "starting",
        /// One amount, of whatever kind.
        Point = "point",
    }
}

named! {
    /// Seniority, from words alone, never from years.
    Level {
        /// Interns, working students, trainees.
        Intern = "intern",
        /// Junior, entry level, graduate.
        Junior = "junior",
        /// Mid-level.
        Mid = "mid",
        /// Senior.
        Senior = "senior",
        /// Lead of a team, without being its manager.
        Lead = "lead",
        /// Staff, the step above senior on the technical ladder.
        Staff = "staff",
        /// Principal and distinguished.
        Principal = "principal",
        /// Managers of people.
        Manager = "manager",
        /// Heads, vice presidents, C-level.
        Executive = "executive",
    }
}

named! {
    /// How someone is engaged, where the source says it is not plain employment.
    Employment {
        /// A contractor, by day or project.
        Contract = "contract",
        /// A freelancer.
        Freelance = "freelance",
    }
}

impl PayPeriod {
    /// How a reader says "for each": `a year`, `an hour`.
    pub fn each(self) -> &'static str {
        match self {
            Self::Hour => "an hour",
            Self::Day => "a day",
            Self::Week => "a week",
            Self::Month => "a month",
            Self::Year => "a year",
        }
    }

    /// The adjective: `yearly`, `hourly`.
    pub fn adjective(self) -> &'static str {
        match self {
            Self::Hour => "hourly",
            Self::Day => "daily",
            Self::Week => "weekly",
            Self::Month => "monthly",
            Self::Year => "yearly",
        }
    }
}

/// An ISO 4217 currency code: three upper-case letters. That it names a currency in use is the lexicon's to say.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The code, where it is three upper-case ASCII letters.
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        // Only ASCII gets in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::new(&s).ok_or_else(|| serde::de::Error::custom(format!("`{s}` is not an ISO 4217 code (three capitals)")))
    }
}
