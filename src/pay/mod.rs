//! Floor 1: what we talk about. A [`PayFigure`] is one claim about pay that a stored article makes, with every slot of
//! the contract and the [`Evidence`] for each; a [`Skipped`] amount is money that is not pay, with the reason; a
//! [`Derived`] number is ours and shows its working.

mod amounts;
mod correction;
mod derived;
mod figure;
mod kinds;
mod row;

pub use amounts::{amount_text, money_text, ordinal};
pub use correction::{Correction, Set};
pub use derived::Derived;
pub use figure::{Amounts, Evidence, How, PayFigure, RoleRef, Skipped, Slot, Years};
pub use kinds::{Currency, Employment, Level, PayComponent, PayPeriod, PayStatistic};
pub use row::{PayRow, RowCell, RowCellKind, RowKey};
