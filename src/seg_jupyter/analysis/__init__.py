"""Result → frozen tables of aggregates: what displays and charts are made of."""
