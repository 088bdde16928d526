"""Program and frames → model → result. Pure: values in, values out, no clock, no printing."""
