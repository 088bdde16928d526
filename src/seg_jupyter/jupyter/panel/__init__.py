"""The live panel: a widget that shows what moves while a number of the cell is dragged."""
