//! Who may import whom: one package's compiler does not hold the rooms apart, so this test does.
