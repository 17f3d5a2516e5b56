"""Mechanism: nucleation, growth and ripening of nanocrystals as a population balance."""
