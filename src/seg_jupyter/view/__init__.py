"""Tables and charts of aggregates. Values only: nothing is displayed from here."""
