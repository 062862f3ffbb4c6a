package guest;

import java.util.ArrayList;
import java.util.List;

/** Needs time, memory and the console, and tells by its result whether it had them. */
public final class Honest {
    private static final int BELOW = 300_000;

    private Honest() {
    }

    public static void main(String[] arguments) {
        System.out.println("counting primes");
        System.out.println("primes below " + BELOW + ": " + primes());
        System.out.println("words kept: " + words());
        System.out.println("done");
    }

    private static int primes() {
        int count = 0;
        for (int number = 2; number < BELOW; number++) {
            if (isPrime(number)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return true;
    }

    /** Enough garbage for several collections. */
    private static int words() {
        List<String> kept = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            kept.clear();
            for (int word = 0; word < 2000; word++) {
                kept.add("word " + word);
            }
        }
        int right = 0;
        for (int word = 0; word < kept.size(); word++) {
            if (kept.get(word).equals("word " + word)) {
                right++;
            }
        }
        return right;
    }
}
