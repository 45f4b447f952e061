UPDATE range_sum SET gseq = :gseq, sums = :sums, thin_sums = :thin_sums, thin_rules = :thin_rules,
  thin_ranges = :thin_ranges
