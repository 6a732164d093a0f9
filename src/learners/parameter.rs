//! The ranges of the learners' parameters, in one place for the estimators and for the options.

use crate::error::{Error, Result};

/// Classes beyond this number are taken for a mistake (an id or a count in place of a class).
pub(super) const MAX_CLASSES: usize = 1 << 16;

pub(super) fn check_n_classes(n_classes: Option<usize>) -> Result<()> {
    match n_classes {
        Some(n) if !(1..=MAX_CLASSES).contains(&n) => refuse("n_classes", n, "a number from 1 to 65536"),
        _ => Ok(()),
    }
}

pub(super) fn check_c(c: f64) -> Result<()> {
    check("c", c, (1e-9..=1e9).contains(&c), "a number from 1e-9 to 1e9")
}

pub(super) fn check_intercept(intercept: f64) -> Result<()> {
    check("intercept", intercept, (0.0..=1e6).contains(&intercept), "a number from 0 (no intercept) to 1e6")
}

pub(super) fn check_tolerance(tolerance: f64) -> Result<()> {
    let permitted = tolerance > 0.0 && tolerance < 1.0;
    check("tolerance", tolerance, permitted, "a number above 0 and below 1")
}

pub(super) fn check_max_iterations(max_iterations: usize) -> Result<()> {
    check("max_iterations", max_iterations, max_iterations > 0, "a number of at least 1")
}

pub(super) fn check_alpha(alpha: f64) -> Result<()> {
    check("alpha", alpha, (1e-10..=1e9).contains(&alpha), "a number from 1e-10 to 1e9")
}

fn check(name: &'static str, value: impl ToString, permitted: bool, expected: &'static str) -> Result<()> {
    if permitted { Ok(()) } else { refuse(name, value, expected) }
}

fn refuse(name: &'static str, value: impl ToString, expected: &'static str) -> Result<()> {
    Err(Error::Parameter { name, value: value.to_string(), expected })
}
