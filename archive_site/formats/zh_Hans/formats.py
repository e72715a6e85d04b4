"""How numbers are written in Simplified Chinese: by thousands, as in the statistics that the reports quote.

Dates are as Django has them: 2025年1月14日.
"""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
