"""What people are paid: the payslip of an invented person, and what one more hour of anything would earn."""

from sim.results.pay.payslip import payslip, payslip_text

__all__ = ["payslip", "payslip_text"]
