"""How numbers are written in Traditional Chinese: by thousands. Dates are as Django has them: 2025年1月14日."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
