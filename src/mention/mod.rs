//! Floor 3: finding numbers, money and years in a string. Articles and questions share it; what a found amount means is
//! for `extract` and `question` to say.

mod cell;
mod counts;
mod money;
mod net;
mod number;
mod period;
mod ranges;
mod years;

pub use cell::{CellAmount, cell_amount};
pub use money::{Bound, CurrencyHint, Money, bare_money, currency_in, listed_money, money, money_asked};
pub use net::is_net;
pub use number::{Number, number_at};
pub use period::period_after;
pub use years::{YearsMention, years, years_asked};
