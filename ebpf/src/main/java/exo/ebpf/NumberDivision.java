package exo.ebpf;

/**
 * Division on what is known of numbers, as RFC 9669, section 4.1, defines it: by zero it gives 0, and a remainder by zero is the
 * dividend. The smallest number by -1 is itself, with remainder 0.
 */
class NumberDivision extends NumberArithmetic {
    NumberDivision(Memory memory, int width) {
        super(memory, width);
    }

    /** Unsigned. */
    final void divide(long into, long number, long divisor) {
        if (least(number) < 0) {
            // Half of the largest unsigned number is the largest signed one.
            boolean halves = least(divisor) >= 2;
            setRange(into, halves ? 0 : smallest, largest);
            return;
        }
        if (least(divisor) < 1) {
            setRange(into, 0, most(number));
            return;
        }
        setRange(into, least(number) / most(divisor), most(number) / least(divisor));
    }

    /** Unsigned. */
    final void remainder(long into, long number, long divisor) {
        boolean bounded = least(divisor) >= 1;
        if (least(number) < 0) {
            setRange(into, bounded ? 0 : smallest, bounded ? most(divisor) - 1 : largest);
            return;
        }
        setRange(into, 0, bounded ? lesser(most(number), most(divisor) - 1) : most(number));
    }

    final void divideSigned(long into, long number, long divisor) {
        if (isConstant(divisor) && least(divisor) > 0) {
            setRange(into, least(number) / least(divisor), most(number) / least(divisor));
            return;
        }
        if (least(number) == smallest) {
            setUnknown(into);
            return;
        }
        long magnitude = greater(-least(number), most(number));
        setRange(into, -magnitude, magnitude);
    }

    final void remainderSigned(long into, long number, long divisor) {
        long least = lesser(least(number), 0);
        long most = greater(most(number), 0);
        if (isConstant(divisor) && least(divisor) != 0 && least(divisor) != smallest) {
            long magnitude = greater(least(divisor), -least(divisor)) - 1;
            least = greater(least, -magnitude);
            most = lesser(most, magnitude);
        }
        setRange(into, least, most);
    }
}
