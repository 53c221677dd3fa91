"""What people are paid: the payslip of an invented person, and what one more hour of anything would earn."""

from sim.results.pay.chart import marginal_chart
from sim.results.pay.marginal import marginal_pay
from sim.results.pay.payslips import payslip, payslip_text

__all__ = ["marginal_chart", "marginal_pay", "payslip", "payslip_text"]
