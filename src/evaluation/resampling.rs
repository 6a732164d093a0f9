//! What the bootstrap draws: rows within strata, or whole clusters of rows.

use std::collections::HashMap;

use super::random::SplitMix64;

/// How rows are drawn anew.
pub(super) struct Resampling {
    /// The units that are drawn, in the strata that each keep their number of them.
    strata: Vec<Vec<usize>>,
    /// The cluster of each row, where clusters are drawn; else every row is a unit.
    cluster_of: Option<Vec<usize>>,
    n_units: usize,
}

/// How often each row was drawn.
#[derive(Default)]
pub(super) struct Weights {
    units: Vec<u32>,
    rows: Vec<u32>,
}

impl Resampling {
    /// Rows are drawn within `strata` where every row stands alone, and else clusters, without strata: what clusters are
    /// made of varies from draw to draw as it does in the world.
    pub fn new(clusters: impl ExactSizeIterator<Item = Option<usize>>, strata: &[usize]) -> Self {
        assert_eq!(clusters.len(), strata.len(), "a cluster and a stratum for every row");
        let mut known: HashMap<usize, usize> = HashMap::new();
        let mut n_clusters = 0;
        let mut number = || {
            n_clusters += 1;
            n_clusters - 1
        };
        let cluster_of: Vec<usize> = clusters
            .map(|cluster| match cluster {
                Some(cluster) => *known.entry(cluster).or_insert_with(&mut number),
                None => number(),
            })
            .collect();
        if n_clusters < cluster_of.len() {
            let all = (0..n_clusters).collect();
            return Resampling { strata: vec![all], cluster_of: Some(cluster_of), n_units: n_clusters };
        }
        let mut rows: Vec<usize> = (0..strata.len()).collect();
        rows.sort_by_key(|&row| strata[row]);
        let members = rows.chunk_by(|&a, &b| strata[a] == strata[b]).map(<[usize]>::to_vec);
        Resampling { strata: members.collect(), cluster_of: None, n_units: strata.len() }
    }

    /// Number of clusters, where clusters are drawn.
    pub fn n_clusters(&self) -> Option<usize> {
        self.cluster_of.as_ref().map(|_| self.n_units)
    }

    /// Draws as many units as there are in each stratum, with replacement, and says how often each row was.
    pub fn draw<'a>(&self, random: &mut SplitMix64, weights: &'a mut Weights) -> &'a [u32] {
        weights.units.clear();
        weights.units.resize(self.n_units, 0);
        for stratum in &self.strata {
            for _ in 0..stratum.len() {
                weights.units[stratum[random.below(stratum.len())]] += 1;
            }
        }
        let Some(cluster_of) = &self.cluster_of else { return &weights.units };
        weights.rows.clear();
        weights.rows.extend(cluster_of.iter().map(|&cluster| weights.units[cluster]));
        &weights.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_keeps_its_number_of_rows() {
        let strata = [4, 7, 4, 4, 7, 9];
        let resampling = Resampling::new([None; 6].into_iter(), &strata);
        assert_eq!(resampling.n_clusters(), None);
        let mut weights = Weights::default();
        for draw in 0..50 {
            let drawn = resampling.draw(&mut SplitMix64::stream(1, draw), &mut weights);
            let of = |stratum| -> u32 { (0..6).filter(|&i| strata[i] == stratum).map(|i| drawn[i]).sum() };
            assert_eq!((of(4), of(7), of(9)), (3, 2, 1));
        }
    }

    #[test]
    fn rows_of_one_cluster_are_drawn_together() {
        let clusters = [Some(3), None, Some(8), Some(3), Some(8), None];
        let resampling = Resampling::new(clusters.into_iter(), &[0; 6]);
        assert_eq!(resampling.n_clusters(), Some(4));
        let mut weights = Weights::default();
        for draw in 0..50 {
            let drawn = resampling.draw(&mut SplitMix64::stream(1, draw), &mut weights);
            assert_eq!((drawn[0], drawn[2]), (drawn[3], drawn[4]));
            assert_eq!(drawn[0] + drawn[1] + drawn[2] + drawn[5], 4);
        }
        assert_eq!(Resampling::new([Some(3), Some(8)].into_iter(), &[0; 2]).n_clusters(), None);
    }
}
