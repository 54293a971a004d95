"""Shoppers as the award knows them: joining, certification, notes, absences."""
