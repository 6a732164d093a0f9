//! How far do coders agree? Percent agreement, Cohen's and Fleiss' kappa, Krippendorff's alpha.

use std::collections::BTreeMap;

use serde::Serialize;

use super::confusion::ConfusionMatrix;
use crate::stance::{Stance, Target};

/// What each coder said of one statement and target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CodedUnit<'a> {
    /// The target, where there are targets.
    pub target: Option<&'a Target>,
    /// The label of each coder, in the same order for every unit; `None` is missing.
    pub labels: &'a [Option<Stance>],
}

/// How far coders agree, over all units and for each target.
///
/// # Shapes and units
/// It serialises to the figures that `agreement --format json` prints: those of all units at the top, the same for each
/// target under `targets`.
///
/// # Examples
/// ```
/// use standpoint::{Agreement, CodedUnit, Stance::{Against, Favor}};
///
/// let labels = [[Some(Favor), Some(Favor)], [Some(Against), Some(Favor)], [Some(Against), None]];
/// let units: Vec<CodedUnit> = labels.iter().map(|labels| CodedUnit { target: None, labels }).collect();
/// let agreement = Agreement::of(&units);
/// assert_eq!((agreement.overall.units, agreement.overall.percent_agreement), (2, Some(0.5)));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Agreement {
    /// The figures over the units of all targets.
    #[serde(flatten)]
    pub overall: AgreementFigures,
    /// The figures over the units of each target.
    pub targets: BTreeMap<Target, AgreementFigures>,
}

/// The figures of [`Agreement`] over some units. A figure that is undefined, because there are no labels to compare or
/// because all of them are the same so that any agreement is expected, is absent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AgreementFigures {
    /// Units with the labels of two coders or more; the others tell nothing and count nowhere else.
    pub units: usize,
    /// Units among them with the labels of all coders.
    pub complete_units: usize,
    /// Labels of these units.
    pub labels: usize,
    /// Units whose labels are not all the same.
    pub disagreements: usize,
    /// Share of equal labels; see [`percent_agreement`].
    pub percent_agreement: Option<f64>,
    /// Nominal alpha; see [`krippendorff_alpha`].
    pub krippendorff_alpha: Option<f64>,
    /// Kappa of the complete units; see [`fleiss_kappa`].
    pub fleiss_kappa: Option<f64>,
    /// The figures of every two coders, by the first coder, then the second.
    pub pairs: Vec<PairAgreement>,
}

/// How far two coders agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PairAgreement {
    /// Indices of the coders.
    pub coders: [usize; 2],
    /// Units with the labels of both.
    pub units: usize,
    /// Share of equal labels.
    pub percent_agreement: Option<f64>,
    /// See [`cohen_kappa`].
    pub cohen_kappa: Option<f64>,
    /// Counts of the labels of the first coder (rows) by those of the second (columns), favor, against, neutral.
    pub confusion: ConfusionMatrix,
}

impl Agreement {
    /// The agreement on `units`.
    pub fn of(units: &[CodedUnit]) -> Self {
        let mut by_target: BTreeMap<&Target, Vec<CodedUnit>> = BTreeMap::new();
        for unit in units {
            if let Some(target) = unit.target {
                by_target.entry(target).or_default().push(*unit);
            }
        }
        let figures =
            |(target, units): (&Target, Vec<CodedUnit>)| (target.clone(), AgreementFigures::of(&units));
        Agreement {
            overall: AgreementFigures::of(units),
            targets: by_target.into_iter().map(figures).collect(),
        }
    }
}

impl AgreementFigures {
    fn of(units: &[CodedUnit]) -> Self {
        let n_coders = units.iter().map(|unit| unit.labels.len()).max().unwrap_or(0);
        let given = units.iter().map(|unit| unit.labels.iter().copied().flatten().collect());
        let units_labels: Vec<Vec<Stance>> = given.filter(|labels: &Vec<Stance>| labels.len() > 1).collect();
        let is_complete = |labels: &&Vec<Stance>| labels.len() == n_coders;
        let complete: Vec<Vec<Stance>> = units_labels.iter().filter(is_complete).cloned().collect();
        let pairs = (0..n_coders).flat_map(|first| (first + 1..n_coders).map(move |second| [first, second]));
        AgreementFigures {
            units: units_labels.len(),
            complete_units: complete.len(),
            labels: units_labels.iter().map(Vec::len).sum(),
            disagreements: units_labels
                .iter()
                .filter(|labels| labels.iter().any(|label| *label != labels[0]))
                .count(),
            percent_agreement: percent_agreement(&units_labels),
            krippendorff_alpha: krippendorff_alpha(&units_labels),
            fleiss_kappa: fleiss_kappa(&complete),
            pairs: pairs.map(|coders| PairAgreement::of(coders, units)).collect(),
        }
    }
}

impl PairAgreement {
    fn of(coders: [usize; 2], units: &[CodedUnit]) -> Self {
        let labels = |unit: &CodedUnit| {
            let [first, second] = coders.map(|coder| unit.labels.get(coder).copied().flatten());
            Some((first?, second?))
        };
        let pairs: Vec<(Stance, Stance)> = units.iter().filter_map(labels).collect();
        let confusion =
            ConfusionMatrix::from_pairs(pairs.iter().map(|&(first, second)| (first, Some(second))));
        PairAgreement {
            coders,
            units: pairs.len(),
            percent_agreement: (!pairs.is_empty()).then(|| confusion.accuracy()),
            cohen_kappa: cohen_kappa(&pairs),
            confusion,
        }
    }
}

/// Share of equal labels among all pairs of labels of one unit; `None` where there is no pair.
///
/// # Definition
/// Σ pairs of equal labels / Σ pairs of labels, both over the units. For two coders, the share of units with equal
/// labels.
pub fn percent_agreement<L: Ord + Copy>(units: &[Vec<L>]) -> Option<f64> {
    let equal: u64 = units.iter().map(|labels| ordered_pairs(counts(labels).values())).sum();
    let all: u64 = units.iter().map(|labels| ordered_pairs([&(labels.len() as u64)])).sum();
    quotient(equal as f64, all as f64)
}

/// Agreement of two coders beyond what their own frequencies of labels make likely; `None` where there is no pair of
/// labels, or both coders give one and the same label only.
///
/// # Definition
/// κ = (p_o − p_e) / (1 − p_e), where p_o is the share of equal labels and p_e = Σ over labels of the product of the two
/// coders' shares of that label.
///
/// # Examples
/// ```
/// use standpoint::cohen_kappa;
///
/// // p_o = 3/4; p_e = 2/4 · 1/4 + 2/4 · 3/4 = 1/2.
/// assert_eq!(cohen_kappa(&[('a', 'a'), ('a', 'b'), ('b', 'b'), ('b', 'b')]), Some(0.5));
/// ```
///
/// # References
/// Cohen 1960, "A Coefficient of Agreement for Nominal Scales".
pub fn cohen_kappa<L: Ord + Copy>(pairs: &[(L, L)]) -> Option<f64> {
    let (first, second): (Vec<L>, Vec<L>) = pairs.iter().copied().unzip();
    let (first, second) = (counts(&first), counts(&second));
    let n = pairs.len() as u64;
    let equal = pairs.iter().filter(|(a, b)| a == b).count() as u64;
    let by_chance: u64 =
        first.iter().map(|(label, count)| count * second.get(label).copied().unwrap_or(0)).sum();
    // Both shares times n², so that the sums are of whole numbers.
    quotient((n * equal) as f64 - by_chance as f64, (n * n) as f64 - by_chance as f64)
}

/// Agreement of a fixed number of coders beyond what the frequencies of labels make likely; `None` unless all units
/// have the same number of labels and at least two, and where only one label is ever given.
///
/// # Definition
/// κ = (P̄ − P̄_e) / (1 − P̄_e), where P̄ is the [share of equal labels](percent_agreement) and P̄_e = Σ over labels of the
/// square of its share of all labels.
///
/// # References
/// Fleiss 1971, "Measuring nominal scale agreement among many raters".
pub fn fleiss_kappa<L: Ord + Copy>(units: &[Vec<L>]) -> Option<f64> {
    let n_coders = units.first()?.len();
    if units.iter().any(|labels| labels.len() != n_coders) {
        return None;
    }
    let all: Vec<L> = units.concat();
    let n = all.len() as f64;
    let expected = counts(&all).values().map(|&count| count as f64 * count as f64).sum::<f64>() / (n * n);
    quotient(percent_agreement(units)? - expected, 1.0 - expected)
}

/// Agreement of any number of coders on nominal labels beyond what the frequencies of labels make likely, with any
/// labels missing; `None` where no unit has two labels, or only one label is ever given.
///
/// # Definition
/// With n_c labels c among the n labels of units that have m_u ≥ 2 of them, and n_uc of unit u:
/// α = ((n − 1) Σ_c o_cc − Σ_c n_c (n_c − 1)) / (n (n − 1) − Σ_c n_c (n_c − 1)), where
/// o_cc = Σ_u n_uc (n_uc − 1) / (m_u − 1).
///
/// # References
/// Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
pub fn krippendorff_alpha<L: Ord + Copy>(units: &[Vec<L>]) -> Option<f64> {
    let pairable = || units.iter().filter(|labels| labels.len() > 1);
    // Summed up as whole numbers for each m_u first, so that the order of the units does not matter.
    let mut equal: BTreeMap<usize, u64> = BTreeMap::new();
    for labels in pairable() {
        *equal.entry(labels.len()).or_default() += ordered_pairs(counts(labels).values());
    }
    let coincidences: f64 = equal.iter().map(|(&m, &equal)| equal as f64 / (m - 1) as f64).sum();
    let all: Vec<L> = pairable().flatten().copied().collect();
    let n = all.len() as f64;
    let by_chance = ordered_pairs(counts(&all).values()) as f64;
    quotient((n - 1.0) * coincidences - by_chance, n * (n - 1.0) - by_chance)
}

fn counts<L: Ord + Copy>(labels: &[L]) -> BTreeMap<L, u64> {
    let mut counts = BTreeMap::new();
    for &label in labels {
        *counts.entry(label).or_insert(0) += 1;
    }
    counts
}

/// Σ n (n − 1): number of pairs of different members within groups of these sizes, in both orders.
fn ordered_pairs<'a>(sizes: impl IntoIterator<Item = &'a u64>) -> u64 {
    sizes.into_iter().map(|&n| n * n.saturating_sub(1)).sum()
}

/// `numerator / denominator`, unless that is undefined.
pub(super) fn quotient(numerator: f64, denominator: f64) -> Option<f64> {
    (denominator > 0.0).then(|| numerator / denominator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{Against, Favor, Neutral};

    /// Labels of one coder for each line, blank separated, `.` where missing: the labels of each unit.
    fn units(coders: &[&str]) -> Vec<Vec<char>> {
        let coders: Vec<Vec<&str>> = coders.iter().map(|line| line.split(' ').collect()).collect();
        let label = |coder: &Vec<&str>, unit: usize| coder[unit].chars().next().filter(|&label| label != '.');
        (0..coders[0].len())
            .map(|unit| coders.iter().filter_map(|coder| label(coder, unit)).collect())
            .collect()
    }

    /// A table of counts as units: for each row, each label as often as the table says.
    fn counted<const N: usize>(table: &[[usize; N]]) -> Vec<Vec<usize>> {
        let unit =
            |row: &[usize; N]| (0..N).flat_map(|label| std::iter::repeat_n(label, row[label])).collect();
        table.iter().map(unit).collect()
    }

    fn pairs_of<const N: usize>(table: [[usize; N]; N]) -> Vec<(usize, usize)> {
        let cells = (0..N).flat_map(|a| (0..N).map(move |b| (a, b)));
        cells.flat_map(|(a, b)| std::iter::repeat_n((a, b), table[a][b])).collect()
    }

    fn assert_rounds(figure: Option<f64>, expected: f64, decimals: i32) {
        let figure = figure.unwrap();
        assert!((figure - expected).abs() <= 0.5 * 10f64.powi(-decimals), "{figure} is not {expected}");
    }

    // Krippendorff 2011, sections A (binary, two observers), B (nominal, two observers) and C (nominal, any number of
    // observers, data missing); section C's n = 40 leaves out the unit with one label.
    #[test]
    fn alpha_is_that_of_krippendorffs_worked_examples() {
        let binary = units(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
        assert_rounds(krippendorff_alpha(&binary), 0.095, 3);
        let two = units(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"]);
        assert_rounds(krippendorff_alpha(&two), 0.692, 3);
        let four = units(&[
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]);
        assert_eq!(four.iter().filter(|labels| labels.len() > 1).map(Vec::len).sum::<usize>(), 40);
        assert_rounds(krippendorff_alpha(&four), 0.743, 3);
    }

    // Fleiss 1971, table 1: six psychiatrists, thirty patients, five diagnoses; he gives 0.430. The
    // further digits are those of kappam.fleiss of R's package irr, as they stand in the tests of statsmodels.
    #[test]
    fn fleiss_kappa_is_that_of_his_example() {
        #[rustfmt::skip]
        let diagnoses = counted(&[
            [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
            [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
            [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
            [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
            [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
        ]);
        assert_rounds(fleiss_kappa(&diagnoses), 0.430_244_5, 7);
        assert_rounds(percent_agreement(&diagnoses), 0.555_556, 6);
    }

    // 88 + 40 + 12 of 200 are equal; by chance .6 · .5 + .3 · .3 + .1 · .2 = .41 are: κ = (.70 − .41) / .59.
    // The second table is the example of SAS's FREQ procedure, as it stands in the tests of statsmodels.
    #[test]
    fn cohens_kappa_is_that_worked_out_by_hand() {
        let kappa = cohen_kappa(&pairs_of([[88, 14, 18], [10, 40, 10], [2, 6, 12]]));
        assert_rounds(kappa, 0.29 / 0.59, 14);
        assert_rounds(cohen_kappa(&pairs_of([[0, 4, 1], [0, 8, 0], [0, 1, 5]])), 0.4842, 4);
    }

    #[test]
    fn what_is_undefined_has_no_figure() {
        let same = [vec!['a', 'a'], vec!['a', 'a']];
        assert_eq!(percent_agreement(&same), Some(1.0));
        assert_eq!((fleiss_kappa(&same), krippendorff_alpha(&same)), (None, None));
        assert_eq!(cohen_kappa(&[('a', 'a')]), None);
        assert_eq!(cohen_kappa::<char>(&[]), None);
        let single = [vec!['a'], vec![]];
        assert_eq!((percent_agreement(&single), krippendorff_alpha(&single)), (None, None));
        assert_eq!(fleiss_kappa(&[vec!['a', 'b'], vec!['a', 'b', 'b']]), None);
    }

    #[test]
    fn perfect_agreement_is_one_and_less_than_chance_is_negative() {
        let perfect = [vec!['a', 'a'], vec!['b', 'b']];
        assert_eq!((fleiss_kappa(&perfect), krippendorff_alpha(&perfect)), (Some(1.0), Some(1.0)));
        let crossed = [vec!['a', 'b'], vec!['b', 'a']];
        assert_eq!(fleiss_kappa(&crossed), Some(-1.0));
        assert_eq!(cohen_kappa(&[('a', 'b'), ('b', 'a')]), Some(-1.0));
        // n = 4: (3 · 0 − 4) / (12 − 4).
        assert_eq!(krippendorff_alpha(&crossed), Some(-0.5));
    }

    #[test]
    fn a_missing_label_counts_for_no_coder_and_each_target_has_its_own_figures() {
        let [tax, ban] = ["tax", "ban"].map(|name| Target::new(name).unwrap());
        let unit = |target, labels| CodedUnit { target: Some(target), labels };
        let agreement = Agreement::of(&[
            unit(&tax, &[Some(Favor), Some(Favor), None]),
            unit(&tax, &[Some(Favor), Some(Against), Some(Against)]),
            unit(&tax, &[None, Some(Neutral), None]),
            unit(&ban, &[Some(Neutral), None, Some(Neutral)]),
        ]);
        let AgreementFigures { units, complete_units, labels, disagreements, .. } = agreement.overall;
        assert_eq!((units, complete_units, labels, disagreements), (3, 1, 7, 1));
        // Pairs of labels: 1 of 1, 1 of 3, 1 of 1.
        assert_eq!(agreement.overall.percent_agreement, Some(3.0 / 5.0));
        let pairs: Vec<_> = agreement
            .overall
            .pairs
            .iter()
            .map(|pair| (pair.coders, pair.units, pair.percent_agreement))
            .collect();
        assert_eq!(pairs, [([0, 1], 2, Some(0.5)), ([0, 2], 2, Some(0.5)), ([1, 2], 1, Some(1.0))]);
        assert_eq!(agreement.overall.pairs[0].confusion.count(Favor, Against), 1);
        assert_eq!(agreement.targets[&tax].units, 2);
        assert_eq!(agreement.targets[&ban].percent_agreement, Some(1.0));
        assert_eq!(agreement.targets[&ban].krippendorff_alpha, None);
    }
}
