package guest;

/** Makes arrays of arrays in a heap that does not hold three of them, and looks whether each is all there. */
public final class Grids {
    private static final int ROUNDS = 500;
    private static final int PLANES = 3;
    private static final int ROWS = 100;
    private static final int COLUMNS = 300;

    private static Object garbage;

    private Grids() {
    }

    private static void fill(int[][][] grid) {
        for (int[][] plane : grid) {
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < COLUMNS; column++) {
                    expect(0, plane[row][column]);
                    plane[row][column] = row;
                }
            }
        }
    }

    private static void examine(int[][][] grid) {
        for (int[][] plane : grid) {
            for (int row = 0; row < ROWS; row++) {
                for (int number : plane[row]) {
                    expect(row, number);
                }
            }
        }
    }

    private static void expect(int expected, int number) {
        if (number != expected) {
            throw new AssertionError(number + " where " + expected + " was");
        }
    }

    public static void main(String[] arguments) {
        for (int round = 0; round < ROUNDS; round++) {
            garbage = new byte[round % 1000];
            int[][][] grid = new int[PLANES][ROWS][COLUMNS];
            fill(grid);
            examine(grid);
        }
        System.out.println(ROUNDS + " grids made");
    }
}
