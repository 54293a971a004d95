"""What shoppers are paid: fees, expenses, bonuses, and the runs that pay them."""
